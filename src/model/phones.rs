use b24_record_reader::DataType::Str;
use serde::Serialize;

use super::record::declare_record;

declare_record! {
    /// A user's phone numbers (`phones`), as the portal sends them: only the digits if the portal
    /// has telephony, otherwise as typed.
    #[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
    #[cfg_attr(feature = "types", derive(ts_rs::TS))]
    #[serde(rename_all = "camelCase")]
    pub struct Phones {
        /// The mobile number (`personal_mobile`).
        pub personal_mobile: Option<String> = Str;
        /// The work number (`work_phone`).
        pub work_phone: Option<String> = Str;
        /// The extension within the company (`inner_phone`). It consists of digits, `#` and `*`.
        pub inner_phone: Option<String> = Str;
        /// The private number (`personal_phone`).
        pub personal_phone: Option<String> = Str;
    }
}
