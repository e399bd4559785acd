//! Structures of whole numbers as lists, in which they are kept in files and added up.

/// Turns a structure whose fields are all `u64` into the list of them and back; with `added` it can be
/// added, field by field. A field that is left out does not compile.
macro_rules! whole_numbers {
    ($name:ident, $n:literal, added: $($field:ident),+) => {
        super::numbers::whole_numbers!($name, $n: $($field),+);

        impl std::ops::Add for $name {
            type Output = Self;

            fn add(self, other: Self) -> Self {
                Self { $($field: self.$field + other.$field),+ }
            }
        }
    };
    ($name:ident, $n:literal: $($field:ident),+) => {
        impl From<$name> for [u64; $n] {
            fn from($name { $($field),+ }: $name) -> Self {
                [$($field),+]
            }
        }

        impl From<[u64; $n]> for $name {
            fn from([$($field),+]: [u64; $n]) -> Self {
                Self { $($field),+ }
            }
        }
    };
}

pub(super) use whole_numbers;
