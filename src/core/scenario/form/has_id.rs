//! Forms that stand in lists under names.

use super::control::{GuaranteedForm, PrioritisedListForm};
use super::gateway::{AnomalyForm, CapForm};
use super::maintenance::{DeferredForm, ResendForm};
use super::northbound::{AdapterForm, AlertForm, MessageClassForm};
use super::plan::MetersForm;
use super::warning::HeedForm;
use super::{
    AssertionForm, EventForm, ProcessForm, ProfileForm, ResponseClassForm, RetryForm, SrvForm,
    StepForm, StormPartyForm, StreamForm, UserForm,
};
use crate::scenario::{Counterpart, InputRange};

/// A form that has an id among others of its list.
pub trait HasId {
    /// Its id.
    fn id(&self) -> &str;
}

macro_rules! named {
    ($($form:ty),+ $(,)?) => {
        $(impl HasId for $form {
            fn id(&self) -> &str {
                &self.id
            }
        })+
    };
}

named! {
    UserForm, SrvForm, ResponseClassForm, ProfileForm, StreamForm, ProcessForm, StepForm, RetryForm, EventForm,
    StormPartyForm, ResendForm, DeferredForm, AnomalyForm, CapForm, PrioritisedListForm, GuaranteedForm, HeedForm,
    MessageClassForm, AlertForm, AdapterForm, MetersForm, InputRange, Counterpart,
    AssertionForm,
}
