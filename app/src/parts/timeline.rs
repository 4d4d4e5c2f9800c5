//! What happened, and what comes, in order.

use leptos::prelude::*;

use crate::{ask, text};

/// Whether a step is behind, at hand or ahead.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// It is done.
    Done,
    /// It is at hand.
    Now,
    /// It comes later.
    Coming,
}

/// One step.
#[derive(Debug, Clone)]
pub struct Step {
    /// What it is.
    pub title: String,
    /// When, by whom, until when; may be empty.
    pub note: String,
    /// Whether it is behind, at hand or ahead.
    pub when: When,
}

/// Steps from the first to the last.
#[component]
pub fn Timeline(
    /// The steps in their order.
    steps: Vec<Step>,
) -> impl IntoView {
    let words = text::parts(ask::language());
    let steps = steps
        .into_iter()
        .map(|step| {
            let (class, said) = match step.when {
                When::Done => ("done", words.step_done),
                When::Now => ("now", words.step_now),
                When::Coming => ("coming", words.step_coming),
            };
            view! {
                <li class=class aria-current=(step.when == When::Now).then_some("step")>
                    <p class="timeline-title">{step.title}<span class="unseen">" "{said}</span></p>
                    {(!step.note.is_empty()).then(|| view! { <p class="hint">{step.note}</p> })}
                </li>
            }
        })
        .collect_view();
    view! { <ol class="timeline">{steps}</ol> }.into_any()
}
