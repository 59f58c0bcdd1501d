use b24_record_reader::DataType::{
    Birthday, Boolean, Date, Dictionary, Id, IntegerList, InternedStr, PictureUrl, Record, Str,
    Validated,
};
use serde::Serialize;
use serde_json::{Map, Value};

use super::bot_data::BotData;
use super::phones::Phones;
use super::record::declare_record;
use super::safe_url::is_safe_url;
use crate::ids::UserId;

/// The end of the URL that portals send in `avatar_hr` for a user without a picture.
const BLANK_PICTURE_SUFFIX: &str = "/bitrix/js/im/images/blank.gif";

declare_record! {
    /// A user, as `im.user.list.get` returns it.
    ///
    /// Every field is always present; a value that the portal does not send is `null`. All strings
    /// are plain text, not HTML: a name may contain `<` or `&`. A user is plain data, which
    /// `structuredClone`, `postMessage` and `JSON.stringify` accept.
    ///
    /// @see
    /// [im.user.list.get](https://apidocs.bitrix24.com/api-reference/chats/users/im-user-list-get.html)
    #[derive(Clone, Debug, PartialEq, Serialize)]
    #[cfg_attr(feature = "types", derive(ts_rs::TS))]
    #[serde(rename_all = "camelCase")]
    pub struct User {
        /// The user's id (`id`).
        pub id: UserId = Id;
        /// Whether the user is active (`active`); `false` for a dismissed or blocked user. Always
        /// `true` from old portals, which do not send the field.
        pub active: bool = Boolean(true);
        /// The full name, in the portal's name format (`name`). If the user has no name, this is
        /// the login.
        pub name: String = Str;
        /// The first name (`first_name`). `name` may begin with another part of the name.
        pub first_name: Option<String> = InternedStr;
        /// The last name (`last_name`).
        pub last_name: Option<String> = InternedStr;
        /// The job title (`work_position`).
        pub work_position: Option<String> = InternedStr;
        /// The user's color as `#rrggbb` (`color`), for initials that are shown instead of a
        /// picture.
        pub color: Option<String> = InternedStr;
        /// The URL of the picture, or avatar (`avatar`); `null` if the user has no picture.
        pub avatar: Option<String> = Str;
        /// The URL of the larger picture (`avatar_hr`); `null` if the user has no picture. Portals
        /// since 2024 always send the same URL as in `avatar`. Older portals send the URL only with
        /// the option `avatarHr`, and otherwise this is `null`.
        pub avatar_hr: Option<String> = PictureUrl(BLANK_PICTURE_SUFFIX);
        /// The gender (`gender`): `"M"` or `"F"`.
        #[cfg_attr(feature = "types", ts(type = "\"M\" | \"F\" | (string & {}) | null"))]
        pub gender: Option<String> = Dictionary(&["M", "F"]);
        /// The birthday as `DD-MM`, without a year (`birthday`). It may be `29-02`.
        pub birthday: Option<String> = Birthday;
        /// Whether the user is not an employee (`extranet`). Also `true` for connector, mail and
        /// network users, but not for bots.
        pub extranet: bool = Boolean(false);
        /// Whether the user comes from Bitrix24.Network (`network`).
        pub network: bool = Boolean(false);
        /// Whether the user is a bot (`bot`).
        pub bot: bool = Boolean(false);
        /// Whether the user is a customer who writes through an open channel (`connector`).
        pub connector: bool = Boolean(false);
        /// The source of the account (`external_auth_id`), such as `default`. On cloud portals, it
        /// is `socservices` for most users.
        #[cfg_attr(
            feature = "types",
            ts(
                type = "\"default\" | \"socservices\" | \"bot\" | \"email\" | \"replica\" | \"imconnector\" | \"im_guest\" | (string & {}) | null"
            )
        )]
        pub external_auth_id: Option<String> = Dictionary(&[
            "socservices", "default", "bot", "email", "replica", "imconnector", "im_guest",
        ]);
        /// Always `"online"` from current portals, regardless of the user's presence (`status`).
        #[cfg_attr(
            feature = "types",
            ts(
                type = "\"online\" | \"dnd\" | \"away\" | \"break\" | \"offline\" | (string & {}) | null"
            )
        )]
        pub status: Option<String> = Dictionary(&["online", "dnd", "away", "break", "offline"]);
        /// Start of the user's idle time (`idle`), in ISO 8601 with the portal's offset. Always
        /// `null` from current portals.
        pub idle: Option<String> = Date;
        /// Time of the last activity (`last_activity_date`), in ISO 8601 with the portal's offset;
        /// `null` for bots, and for users who have never signed in. This is the only field of
        /// `im.user.list.get` that reflects presence.
        pub last_activity_date: Option<String> = Date;
        /// Time of the last activity in the mobile app (`mobile_last_date`), in ISO 8601 with the
        /// portal's offset. Always `null` from current portals.
        pub mobile_last_date: Option<String> = Date;
        /// Time of the last activity in the desktop app (`desktop_last_date`), in ISO 8601 with the
        /// portal's offset. Only `getUser` and `getCurrentUser` return it; otherwise it is `null`.
        pub desktop_last_date: Option<String> = Date;
        /// The day after the last day of the user's leave (`absent`), in ISO 8601 with the portal's
        /// offset; `null` if the user is not on leave.
        pub absent: Option<String> = Date;
        /// The ids of the user's departments (`departments`); empty if there are none.
        pub departments: Vec<u64> = IntegerList;
        /// The phone numbers (`phones`); `null` if there are none.
        pub phones: Option<Phones> = Record(Phones::FIELDS);
        /// The properties of the bot (`bot_data`); `null` if the user is not a bot.
        pub bot_data: Option<BotData> = Record(BotData::FIELDS);
        /// The type of user (`type`). A customer of an open channel has `extranet`.
        #[serde(rename = "type")]
        #[cfg_attr(
            feature = "types",
            ts(
                type = "\"user\" | \"bot\" | \"extranet\" | \"collaber\" | \"guest\" | (string & {}) | null"
            )
        )]
        pub kind: Option<String> = Dictionary(&["user", "bot", "extranet", "collaber", "guest"]), as "type";
        /// The website as the user typed it (`website`). For links, use `websiteHref(user)`. A URL
        /// that would execute code is replaced by `null`, and reported as a `UserIssue`.
        pub website: Option<String> = Validated(is_safe_url, "a URL that executes no code");
        /// The e-mail address as the user typed it (`email`).
        pub email: Option<String> = Str;
    } with {
        /// The fields that this version of the library does not know, with the portal's names and
        /// values. Unknown fields of `phones` and `botData` are in `extra.phones` and
        /// `extra.bot_data`.
        #[cfg_attr(feature = "types", ts(type = "Record<string, unknown>"))]
        pub extra: Map<String, Value>,
    }
}
