use b24_record_reader::DataType::{
    Birthday, Boolean, Date, Dictionary, Id, IntegerList, InternedStr, PictureUrl, Record, Str,
    Validated,
};
use serde::Serialize;
use serde_json::{Map, Value};

use super::bot_data::BotData;
use super::phones::Phones;
use super::record::record;
use super::safe_url::is_safe_url;
use crate::ids::UserId;

/// The end of the placeholder URL in `avatar_hr` of users without a picture.
const BLANK_PICTURE_SUFFIX: &str = "/bitrix/js/im/images/blank.gif";

record! {
    /// A user, as `im.user.list.get` returns it.
    ///
    /// Every field is always present; a value that the portal does not send is `null`. All text is
    /// raw, not HTML: a name may contain `<` or `&`. Plain data: safe for `structuredClone`,
    /// `postMessage` and `JSON.stringify`.
    ///
    /// @see
    /// [im.user.list.get](https://apidocs.bitrix24.com/api-reference/chats/users/im-user-list-get.html)
    #[derive(Clone, Debug, PartialEq, Serialize)]
    #[cfg_attr(feature = "types", derive(ts_rs::TS))]
    #[serde(rename_all = "camelCase")]
    pub struct User {
        /// The user's id (`id`).
        pub id: UserId = Id;
        /// `false` for a dismissed or blocked user (`active`); `true` from old portals, which do
        /// not send it.
        pub active: bool = Boolean(true);
        /// The full name in the portal's name format (`name`); the login of a user without a name.
        pub name: String = Str;
        /// The first name (`first_name`). `name` need not begin with it.
        pub first_name: Option<String> = InternedStr;
        /// The last name (`last_name`).
        pub last_name: Option<String> = InternedStr;
        /// The job title (`work_position`).
        pub work_position: Option<String> = InternedStr;
        /// The user's color as `#rrggbb` (`color`), for initials in place of a picture.
        pub color: Option<String> = InternedStr;
        /// The URL of the picture, or avatar (`avatar`); `null` without a picture.
        pub avatar: Option<String> = Str;
        /// The URL of the larger picture (`avatar_hr`); `null` without a picture. Portals since
        /// 2024 send the same as in `avatar`, older ones only with the option `avatarHr`.
        pub avatar_hr: Option<String> = PictureUrl(BLANK_PICTURE_SUFFIX);
        /// `"M"` or `"F"` (`gender`).
        #[cfg_attr(feature = "types", ts(type = "\"M\" | \"F\" | (string & {}) | null"))]
        pub gender: Option<String> = Dictionary(&["M", "F"]);
        /// The birthday as `DD-MM`, without a year (`birthday`). `29-02` is possible.
        pub birthday: Option<String> = Birthday;
        /// Whether the user is not an employee (`extranet`): also `true` for connector, mail and
        /// network users, but not for bots.
        pub extranet: bool = Boolean(false);
        /// Whether the user comes from Bitrix24.Network (`network`).
        pub network: bool = Boolean(false);
        /// Whether the user is a bot (`bot`).
        pub bot: bool = Boolean(false);
        /// Whether the user is a customer who writes through an open channel (`connector`).
        pub connector: bool = Boolean(false);
        /// The source of the account (`external_auth_id`), such as `default`, or `socservices` for
        /// most users of cloud portals.
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
        /// `null` for users who never signed in, and for bots. The only field of lists that
        /// reflects presence.
        pub last_activity_date: Option<String> = Date;
        /// Time of the last activity in the mobile app (`mobile_last_date`), in ISO 8601 with the
        /// portal's offset. Always `null` from current portals.
        pub mobile_last_date: Option<String> = Date;
        /// Time of the last activity in the desktop app (`desktop_last_date`), in ISO 8601 with
        /// the portal's offset. Always `null` in lists.
        pub desktop_last_date: Option<String> = Date;
        /// End of the user's leave (`absent`): the day after its last day, in ISO 8601 with the
        /// portal's offset; `null` for a user who is not on leave.
        pub absent: Option<String> = Date;
        /// The ids of the user's departments (`departments`); empty without departments.
        pub departments: Vec<u64> = IntegerList;
        /// The phone numbers (`phones`); `null` without numbers.
        pub phones: Option<Phones> = Record(Phones::FIELDS);
        /// The properties of a bot (`bot_data`); `null` for people.
        pub bot_data: Option<BotData> = Record(BotData::FIELDS);
        /// The type of user (`type`). Customers of open channels are `extranet`.
        #[serde(rename = "type")]
        #[cfg_attr(
            feature = "types",
            ts(
                type = "\"user\" | \"bot\" | \"extranet\" | \"collaber\" | \"guest\" | (string & {}) | null"
            )
        )]
        pub kind: Option<String> = Dictionary(&["user", "bot", "extranet", "collaber", "guest"]), as "type";
        /// The website as the user typed it (`website`). Use `websiteHref(user)` for links. A URL
        /// that would execute code is `null`, with an issue.
        pub website: Option<String> = Validated(is_safe_url, "a URL that executes no code");
        /// The e-mail address as the user typed it (`email`).
        pub email: Option<String> = Str;
    } with {
        /// Fields that this version does not know, under the portal's names. Unknown fields of
        /// phones and bots are in `extra.phones` and `extra.bot_data`.
        #[cfg_attr(feature = "types", ts(type = "Record<string, unknown>"))]
        pub extra: Map<String, Value>,
    }
}
