use b24_record_reader::DataType::Text;
use serde::Serialize;

use super::record::record;

record! {
    /// A user's phone numbers (`phones`), as the portal sends them: digits only if the portal has
    /// telephony, else as typed.
    #[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
    #[cfg_attr(feature = "types", derive(ts_rs::TS))]
    #[serde(rename_all = "camelCase")]
    pub struct Phones {
        /// The mobile number (`personal_mobile`).
        pub personal_mobile: Option<String> = Text;
        /// The work number (`work_phone`).
        pub work_phone: Option<String> = Text;
        /// The extension in the company (`inner_phone`): digits, `#`, `*`.
        pub inner_phone: Option<String> = Text;
        /// The private number (`personal_phone`).
        pub personal_phone: Option<String> = Text;
    }
}
