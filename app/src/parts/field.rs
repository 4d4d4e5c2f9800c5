//! Fields of forms. Each has a name, a hint where one helps, and says what is wrong with it in words beside it; the
//! list of errors on top of a form leads to each. They work without JavaScript.
//!
//! A field keeps what was typed: the page that is drawn again after a refusal hands it in as `value`.

use leptos::prelude::*;

use crate::{ask, text};

/// What every field has.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    /// The name it is sent under.
    pub name: &'static str,
    /// What is asked, in a few words.
    pub label: String,
    /// What helps to answer; may be empty.
    pub hint: String,
    /// What is wrong with the answer.
    pub wrong: Option<String>,
    /// Whether it may be left out.
    pub optional: bool,
}

impl Asked {
    /// A question that must be answered.
    pub fn new(name: &'static str, label: impl Into<String>) -> Self {
        Self { name, label: label.into(), ..Self::default() }
    }

    /// With a hint.
    pub fn hint(self, hint: impl Into<String>) -> Self {
        Self { hint: hint.into(), ..self }
    }

    /// With what is wrong with the answer.
    pub fn wrong(self, wrong: Option<String>) -> Self {
        Self { wrong, ..self }
    }

    /// May be left out.
    pub fn optional(self) -> Self {
        Self { optional: true, ..self }
    }

    /// The id of the field; names of nested forms have brackets, ids do not.
    pub fn id(&self) -> String {
        id(self.name)
    }

    /// The ids of what describes the field.
    fn described(&self) -> Option<String> {
        let id = self.id();
        let hint = (!self.hint.is_empty()).then(|| format!("{id}-hint"));
        let wrong = self.wrong.is_some().then(|| format!("{id}-wrong"));
        let both: Vec<_> = hint.into_iter().chain(wrong).collect();
        (!both.is_empty()).then(|| both.join(" "))
    }

    fn class(&self) -> &'static str {
        if self.wrong.is_some() { "field has-wrong" } else { "field" }
    }

    fn invalid(&self) -> Option<&'static str> {
        self.wrong.is_some().then_some("true")
    }

    /// The hint and what is wrong.
    fn said(&self) -> AnyView {
        let words = text::parts(ask::language());
        let id = self.id();
        view! {
            {(!self.hint.is_empty()).then(|| view! { <p class="hint" id=format!("{id}-hint")>{self.hint.clone()}</p> })}
            {self.wrong
                .clone()
                .map(|wrong| {
                    view! { <p class="wrong" id=format!("{id}-wrong")><span class="unseen">{words.wrong}</span>{wrong}</p> }
                })}
        }
        .into_any()
    }

    /// The label, marked where the answer may be left out: most questions must be answered.
    fn named(&self) -> AnyView {
        let words = text::parts(ask::language());
        view! {
            {self.label.clone()}
            {self.optional.then(|| view! { <span class="optional">{words.optional}</span> })}
        }
        .into_any()
    }
}

/// The id of the field of that name.
pub fn id(name: &str) -> String {
    let plain: String = name.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    format!("field-{plain}")
}

/// What a field of one line takes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Line {
    /// Any text.
    #[default]
    Text,
    /// A mail address.
    Email,
    /// A telephone number.
    Telephone,
    /// A whole number.
    Number,
    /// A day; browsers without a calendar take it as text.
    Day,
}

/// A field of one line.
#[component]
pub fn TextField(
    /// What is asked.
    asked: Asked,
    /// What it takes.
    #[prop(optional)]
    line: Line,
    /// What was typed.
    #[prop(optional, into)]
    value: String,
    /// The most characters.
    #[prop(default = 200)]
    most: u32,
    /// What the browser may fill in (`autocomplete`).
    #[prop(default = "off")]
    fill: &'static str,
) -> impl IntoView {
    let (kind, mode, class) = match line {
        Line::Text => ("text", None, ""),
        Line::Email => ("email", Some("email"), "width-half"),
        Line::Telephone => ("tel", Some("tel"), "width-half"),
        // A field of numbers changes under the wheel of a mouse; text with digits does not.
        Line::Number => ("text", Some("numeric"), "width-short"),
        Line::Day => ("date", None, "width-short"),
    };
    view! {
        <div class=asked.class()>
            <label for=asked.id()>{asked.named()}</label>
            {asked.said()}
            <input
                id=asked.id()
                name=asked.name
                type=kind
                inputmode=mode
                class=class
                value=value
                maxlength=(line != Line::Day).then(|| most.to_string())
                autocomplete=fill
                required=!asked.optional
                aria-describedby=asked.described()
                aria-invalid=asked.invalid()
            />
        </div>
    }
    .into_any()
}

/// A field of several lines.
#[component]
pub fn TextArea(
    /// What is asked.
    asked: Asked,
    /// What was typed.
    #[prop(optional, into)]
    value: String,
    /// How many lines are shown.
    #[prop(default = 5)]
    rows: u32,
    /// The most characters.
    #[prop(default = 2000)]
    most: u32,
) -> impl IntoView {
    view! {
        <div class=asked.class()>
            <label for=asked.id()>{asked.named()}</label>
            {asked.said()}
            <textarea
                id=asked.id()
                name=asked.name
                rows=rows.to_string()
                maxlength=most.to_string()
                required=!asked.optional
                aria-describedby=asked.described()
                aria-invalid=asked.invalid()
            >
                {value}
            </textarea>
        </div>
    }
    .into_any()
}

/// One of the answers to choose from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// What is sent.
    pub value: String,
    /// What it is called.
    pub label: String,
    /// What it means; may be empty.
    pub hint: String,
}

impl Choice {
    /// A choice without a hint.
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self { value: value.into(), label: label.into(), hint: String::new() }
    }
}

/// A list that unfolds, for more answers than radio buttons can show.
#[component]
pub fn Select(
    /// What is asked.
    asked: Asked,
    /// The answers.
    choices: Vec<Choice>,
    /// What was chosen.
    #[prop(optional, into)]
    value: String,
) -> impl IntoView {
    let words = text::parts(ask::language());
    let options = choices
        .into_iter()
        .map(|choice| {
            let selected = choice.value == value;
            view! { <option value=choice.value selected=selected>{choice.label}</option> }
        })
        .collect_view();
    view! {
        <div class=asked.class()>
            <label for=asked.id()>{asked.named()}</label>
            {asked.said()}
            <select
                id=asked.id()
                name=asked.name
                class="width-half"
                required=!asked.optional
                aria-describedby=asked.described()
                aria-invalid=asked.invalid()
            >
                <option value="">{words.choose}</option>
                {options}
            </select>
        </div>
    }
    .into_any()
}

/// Whether one answer may be chosen or several.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Many {
    /// One: radio buttons.
    One,
    /// Several: boxes to tick.
    Several,
}

/// Answers that all stand in sight.
#[component]
pub fn Choices(
    /// What is asked.
    asked: Asked,
    /// Whether several may be chosen.
    many: Many,
    /// The answers.
    choices: Vec<Choice>,
    /// What was chosen.
    #[prop(optional)]
    chosen: Vec<String>,
) -> impl IntoView {
    let kind = match many {
        Many::One => "radio",
        Many::Several => "checkbox",
    };
    // A browser cannot ask for one tick among several boxes.
    let required = many == Many::One && !asked.optional;
    let rows = choices
        .into_iter()
        .enumerate()
        .map(|(place, choice)| {
            // The list of errors leads to the first answer.
            let id = if place == 0 { asked.id() } else { format!("{}-{place}", asked.id()) };
            let hint_id = (!choice.hint.is_empty()).then(|| format!("{id}-means"));
            let hint = hint_id.clone().map(|id| view! { <p class="hint" id=id>{choice.hint.clone()}</p> });
            let checked = chosen.contains(&choice.value);
            view! {
                <div class="choice">
                    <input
                        id=id.clone()
                        type=kind
                        name=asked.name
                        value=choice.value
                        checked=checked
                        required=required
                        aria-describedby=hint_id
                    />
                    <label for=id>{choice.label}</label>
                    {hint}
                </div>
            }
        })
        .collect_view();
    view! {
        <fieldset class=asked.class() aria-describedby=asked.described()>
            <legend>{asked.named()}</legend>
            {asked.said()}
            <div class="choices">{rows}</div>
        </fieldset>
    }
    .into_any()
}

/// A field for a file; the form around it must be `multipart/form-data`.
#[component]
pub fn FileField(
    /// What is asked.
    asked: Asked,
    /// What may be chosen (`accept`).
    accept: &'static str,
) -> impl IntoView {
    view! {
        <div class=asked.class()>
            <label for=asked.id()>{asked.named()}</label>
            {asked.said()}
            <input
                id=asked.id()
                name=asked.name
                type="file"
                accept=accept
                required=!asked.optional
                aria-describedby=asked.described()
                aria-invalid=asked.invalid()
            />
        </div>
    }
    .into_any()
}

/// The list of everything that is wrong, on top of the form, leading to each field; nothing when nothing is wrong.
/// A page that was refused puts the focus here by its address (`#errors`).
#[component]
pub fn ErrorSummary(
    /// The name of each field and what is wrong with it.
    errors: Vec<(&'static str, String)>,
) -> impl IntoView {
    let words = text::parts(ask::language());
    (!errors.is_empty()).then(|| {
        let title = (words.errors)(errors.len());
        let links = errors
            .into_iter()
            .map(|(name, wrong)| view! { <li><a href=format!("#{}", id(name))>{wrong}</a></li> })
            .collect_view();
        view! {
            <div class="error-summary" id="errors" role="alert" tabindex="-1" aria-labelledby="errors-title">
                <h2 id="errors-title">{title}</h2>
                <ul>{links}</ul>
            </div>
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_have_no_brackets() {
        assert_eq!(id("items[0].fields[]"), "field-items-0--fields--");
    }

    #[test]
    fn a_field_is_described_by_what_there_is() {
        let plain = Asked::new("name", "名称");
        assert_eq!((plain.described(), plain.invalid()), (None, None));
        let wrong = plain.hint("与执照一致").wrong(Some("请填写".to_owned()));
        assert_eq!(wrong.described().as_deref(), Some("field-name-hint field-name-wrong"));
        assert_eq!((wrong.invalid(), wrong.class()), (Some("true"), "field has-wrong"));
    }
}
