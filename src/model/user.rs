use b24_record_reader::DataType::{
    Birthday, Boolean, Date, Dictionary, Id, IntegerList, InternedText, PictureUrl, Record, Text, Validated,
};
use serde::Serialize;
use serde_json::{Map, Value};

use super::bot::BotData;
use super::phones::Phones;
use super::record::record;
use super::safe_url::is_safe_url;
use crate::ids::UserId;

/// The picture that portals send as `avatar_hr` of users who have none.
const BLANK_PICTURE: &str = "/bitrix/js/im/images/blank.gif";

record! {
    /// A user, from `im.user.list.get`.
    ///
    /// Every field is always present; what the portal does not know is `null`. All text is raw, not HTML: a name may
    /// hold `<` or `&`. Plain data: safe for `structuredClone`, `postMessage` and `JSON.stringify`.
    ///
    /// @see [im.user.list.get](https://apidocs.bitrix24.com/api-reference/chats/users/im-user-list-get.html)
    #[derive(Clone, Debug, PartialEq, Serialize)]
    #[cfg_attr(feature = "types", derive(ts_rs::TS))]
    #[serde(rename_all = "camelCase")]
    pub struct User {
        /// The user's id (`id`).
        pub id: UserId = Id;
        /// `false` for a dismissed or blocked user (`active`); `true` from portals too old to tell.
        pub active: bool = Boolean(true);
        /// The full name in the portal's name format (`name`); the login when the user has no name.
        pub name: String = Text;
        /// The first name (`first_name`); not necessarily how `name` begins.
        pub first_name: Option<String> = InternedText;
        /// The last name (`last_name`).
        pub last_name: Option<String> = InternedText;
        /// The job title (`work_position`).
        pub work_position: Option<String> = InternedText;
        /// The user's colour as `#rrggbb` (`color`), for initials without a picture.
        pub color: Option<String> = InternedText;
        /// The address of the picture (`avatar`); `null` if there is none.
        pub avatar: Option<String> = Text;
        /// The address of the larger picture (`avatar_hr`); `null` if there is none. Portals since 2024 send the same picture
        /// as in `avatar`, portals before only when asked by `avatarHr`.
        pub avatar_hr: Option<String> = PictureUrl(BLANK_PICTURE);
        /// `"M"` or `"F"` (`gender`).
        #[cfg_attr(feature = "types", ts(type = "\"M\" | \"F\" | (string & {}) | null"))]
        pub gender: Option<String> = Dictionary(&["M", "F"]);
        /// The birthday as `DD-MM`, without a year (`birthday`). `29-02` is possible.
        pub birthday: Option<String> = Birthday;
        /// Whether the user is not an employee (`extranet`): true for connectors, mail and network users too, not for bots.
        pub extranet: bool = Boolean(false);
        /// Whether the user comes from Bitrix24.Network (`network`).
        pub network: bool = Boolean(false);
        /// Whether the user is a bot (`bot`).
        pub bot: bool = Boolean(false);
        /// Whether the user is a customer who writes through an open channel (`connector`).
        pub connector: bool = Boolean(false);
        /// Where the account is kept (`external_auth_id`): `default`, `socservices` for most people in the cloud, or another.
        #[cfg_attr(
            feature = "types",
            ts(
                type = "\"default\" | \"socservices\" | \"bot\" | \"email\" | \"replica\" | \"imconnector\" | \"im_guest\" | (string & {}) | null"
            )
        )]
        pub external_auth_id: Option<String> = Dictionary(&["socservices", "default", "bot", "email", "replica", "imconnector", "im_guest"]);
        /// Always `"online"` from portals of today, whether or not the user is there (`status`).
        #[cfg_attr(
            feature = "types",
            ts(type = "\"online\" | \"dnd\" | \"away\" | \"break\" | \"offline\" | (string & {}) | null")
        )]
        pub status: Option<String> = Dictionary(&["online", "dnd", "away", "break", "offline"]);
        /// Since when the user is idle (`idle`): ISO 8601 with the portal's offset. Always `null` from portals of today.
        pub idle: Option<String> = Date;
        /// When the user was last active (`last_activity_date`): ISO 8601 with the portal's offset; `null` for one who never
        /// came, and for bots. The only field of a list that tells of presence.
        pub last_activity_date: Option<String> = Date;
        /// When the user was last active in the mobile app (`mobile_last_date`): ISO 8601 with the portal's offset. Always
        /// `null` from portals of today.
        pub mobile_last_date: Option<String> = Date;
        /// When the user was last active in the desktop app (`desktop_last_date`): ISO 8601 with the portal's offset. Always
        /// `null` in lists.
        pub desktop_last_date: Option<String> = Date;
        /// Until when the user is on leave (`absent`): ISO 8601 with the portal's offset, one day after the leave's last day.
        pub absent: Option<String> = Date;
        /// The ids of the user's departments (`departments`); empty for none.
        pub departments: Vec<u64> = IntegerList;
        /// The phone numbers (`phones`); `null` for none.
        pub phones: Option<Phones> = Record(Phones::FIELDS);
        /// What makes this user a bot (`bot_data`); `null` for people.
        pub bot_data: Option<BotData> = Record(BotData::FIELDS);
        /// What sort of user it is (`type`). Customers of open channels are `extranet`.
        #[serde(rename = "type")]
        #[cfg_attr(
            feature = "types",
            ts(type = "\"user\" | \"bot\" | \"extranet\" | \"collaber\" | \"guest\" | (string & {}) | null")
        )]
        pub kind: Option<String> = Dictionary(&["user", "bot", "extranet", "collaber", "guest"]), as "type";
        /// The website as the user typed it (`website`). Use `websiteHref(user)` for links. An address that would run code
        /// is `null`, with an issue.
        pub website: Option<String> = Validated(is_safe_url, "an address that runs no code");
        /// The e-mail address as the user typed it (`email`).
        pub email: Option<String> = Text;
    } with {
        /// Fields that this version does not know, under the portal's names; those of phones and bots under `phones` and
        /// `bot_data`.
        #[cfg_attr(feature = "types", ts(type = "Record<string, unknown>"))]
        pub extra: Map<String, Value>,
    }
}
