use b24_record_reader::DataType::{Boolean, Dictionary, Integer, Str};
use serde::Serialize;

use super::record::declare_record;

declare_record! {
    /// The properties of a user who is a bot (`bot_data`). A flag that an older portal does not
    /// send is `false`.
    #[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
    #[cfg_attr(feature = "types", derive(ts_rs::TS))]
    #[serde(rename_all = "camelCase")]
    pub struct BotData {
        /// The bot's id (`id`), which is the user's id; `null` from portals before 2026.
        pub id: Option<u64> = Integer;
        /// The code that the application gave the bot (`code`).
        pub code: Option<String> = Str;
        /// The type of bot (`type`).
        #[serde(rename = "type")]
        #[cfg_attr(
            feature = "types",
            ts(
                type = "\"bot\" | \"human\" | \"network\" | \"support24\" | \"openline\" | \"supervisor\" | \"personal\" | (string & {}) | null"
            )
        )]
        pub kind: Option<String> = Dictionary(&[
            "bot", "human", "network", "support24", "openline", "supervisor", "personal",
        ]), as "type";
        /// The id of the application to which the bot belongs (`app_id`); `null` for the portal's
        /// own bots.
        pub app_id: Option<String> = Str;
        /// Whether the bot is hidden from lists (`is_hidden`).
        pub is_hidden: bool = Boolean(false);
        /// Whether the bot can serve open channels (`is_support_openline`).
        pub is_support_openline: bool = Boolean(false);
        /// The same as `isSupportOpenline`, under its newer name (`openline`); `false` from portals
        /// before 2026.
        pub openline: bool = Boolean(false);
        /// The id of the background of the bot's chats (`background_id`).
        pub background_id: Option<String> = Str;
        /// Whether users can react to the bot's messages (`reactions_enabled`).
        pub reactions_enabled: bool = Boolean(false);
    }
}
