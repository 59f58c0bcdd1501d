use serde::Serialize;

/// What a portal tells of a bot (`bot_data`). Flags that an older portal leaves out are `false`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
#[expect(clippy::struct_excessive_bools, reason = "the portal's own flags")]
pub struct BotData {
    /// The bot's id (`id`), the same as the user's; `null` from portals before 2026.
    pub id: Option<u64>,
    /// The bot's code in its application (`code`).
    pub code: Option<String>,
    /// What sort of bot it is (`type`).
    #[serde(rename = "type")]
    #[cfg_attr(
        feature = "types",
        ts(
            type = "\"bot\" | \"human\" | \"network\" | \"support24\" | \"openline\" | \"supervisor\" | \"personal\" | (string & {}) | null"
        )
    )]
    pub kind: Option<String>,
    /// The application that owns the bot (`app_id`); `null` for the portal's own bots.
    pub app_id: Option<String>,
    /// Whether the bot is hidden from lists (`is_hidden`).
    pub is_hidden: bool,
    /// Whether the bot can serve open channels (`is_support_openline`).
    pub is_support_openline: bool,
    /// The same (`openline`), from portals since 2026.
    pub openline: bool,
    /// The background of the bot's chats (`background_id`).
    pub background_id: Option<String>,
    /// Whether messages of the bot can be reacted to (`reactions_enabled`).
    pub reactions_enabled: bool,
}
