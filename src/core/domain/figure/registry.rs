//! How the registry of figures is written down: of each its name, word and meaning once, and what there is to know about it.

/// The figures, each with its word in scenario files and tables, and what there is to know about it.
macro_rules! figures {
    ($($(#[doc = $doc:literal])+ $name:ident $word:literal = $about:expr,)+) => {
        /// A figure of one replication.
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
        )]
        pub enum Figure {
            $($(#[doc = $doc])+ #[serde(rename = $word)] $name,)+
        }

        impl Figure {
            /// Every figure, in the order in which tables show them.
            pub const ALL: [Figure; [$($word),+].len()] = [$(Figure::$name),+];

            /// The name that stays.
            pub const fn word(self) -> &'static str {
                match self {
                    $(Figure::$name => $word,)+
                }
            }

            /// What it is, in words.
            pub fn meaning(self) -> &'static str {
                match self {
                    $(Figure::$name => concat!($($doc),+),)+
                }
            }

            /// What there is to know about it.
            pub const fn about(self) -> About {
                match self {
                    $(Figure::$name => $about,)+
                }
            }
        }
    };
}
