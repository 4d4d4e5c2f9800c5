//! The API as a person learns it.

use leptos::prelude::*;

use crate::{
    ask,
    parts::{code::Example, head::PageHead, layout::PageTop},
    text::{self, words::Endpoint},
};

/// A problem as the API sends it.
const PROBLEM: &str = r#"{
  "type": "/problems/invalid_parameter",
  "title": "地址中有参数不正确",
  "status": 400,
  "code": "invalid_parameter",
  "detail": "请检查参数的名称和取值，或者去掉它们重新查找。",
  "fields": [{ "name": "limit", "code": "out_of_range" }]
}"#;

/// The guide for developers.
#[component]
pub fn DevelopersPage() -> impl IntoView {
    let language = ask::language();
    let words = text::developers(language);
    let origin = ask::public_url();
    let start = format!(
        "curl '{origin}/api/datasets?q=%E5%81%9C%E8%BD%A6%E5%9C%BA&limit=5'\n\
         curl '{origin}/api/datasets/{{id}}'"
    );
    let paging = format!(
        "curl '{origin}/api/datasets?format=CSV&limit=100'\n\
         curl '{origin}/api/datasets?format=CSV&limit=100&cursor={{next}}'"
    );
    let copy_all = format!(
        "next=''\n\
         while :; do\n\
         \x20 page=$(curl -s --get '{origin}/api/datasets' \\\n\
         \x20   -d sort=id -d limit=100 ${{next:+--data-urlencode \"cursor=$next\"}})\n\
         \x20 echo \"$page\" | jq -c '.items[]'\n\
         \x20 next=$(echo \"$page\" | jq -r '.next // empty')\n\
         \x20 [ -n \"$next\" ] || break\n\
         done > datasets.jsonl"
    );
    let downloads = format!(
        "curl -C - -O '{origin}/api/datasets/{{id}}/files/{{file}}'\n\
         aria2c -x8 '{origin}/api/datasets/{{id}}/files/{{file}}'"
    );
    let archive = format!("curl -o selection.zip '{origin}/api/selection.zip?dataset={{id}}&dataset={{id}}'");
    let limits = words.limits_list.iter().map(|line| view! { <li>{*line}</li> }).collect_view();
    view! {
        <PageHead title=words.title path="/developers" description=words.lead/>
        <PageTop title=words.title lead=words.lead/>
        <div class="wide page prose">
            <p>{words.document}" "<a href="/api/openapi.json">"/api/openapi.json"</a>" (OpenAPI 3.1)"</p>
            <section id="start">
                <h2>{words.start}</h2>
                <p>{words.start_lead}</p>
                <Example text=start/>
            </section>
            <section id="addresses">
                <h2>{words.endpoints}</h2>
                <Endpoints caption=words.endpoints head=(words.path, words.answers) list=words.list/>
            </section>
            <section id="parameters">
                <h2>{words.parameters}</h2>
                <Endpoints
                    caption=words.parameters
                    head=(words.parameter, words.meaning)
                    list=words.parameter_list
                />
                <p>{words.parameters_note}</p>
            </section>
            <section id="paging">
                <h2>{words.paging}</h2>
                <p>{words.paging_lead}</p>
                <Example text=paging/>
                <p>{words.paging_note}</p>
                <h3>{words.copy_all}</h3>
                <p>{words.copy_all_lead}</p>
                <Example text=copy_all/>
            </section>
            <section id="downloads">
                <h2>{words.downloads}</h2>
                <p>{words.downloads_lead}</p>
                <Example text=downloads/>
                <p>{words.downloads_check}</p>
                <Example text="sha256sum {file}"/>
                <h3>{words.selection}</h3>
                <p>{words.selection_lead}</p>
                <Example text=archive/>
            </section>
            <section id="errors">
                <h2>{words.errors}</h2>
                <p>{words.errors_lead}</p>
                <Example text=PROBLEM/>
            </section>
            <section id="language">
                <h2>{words.language}</h2>
                <p>{words.language_lead}</p>
            </section>
            <section id="limits">
                <h2>{words.limits}</h2>
                <ul>{limits}</ul>
            </section>
        </div>
    }
    .into_any()
}

#[component]
fn Endpoints(
    caption: &'static str,
    head: (&'static str, &'static str),
    list: &'static [Endpoint],
) -> impl IntoView {
    let rows = list
        .iter()
        .map(|endpoint| {
            view! {
                <tr>
                    <th scope="row"><code>{endpoint.path}</code></th>
                    <td>{endpoint.answers}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <div class="scroll" role="region" aria-label=caption tabindex="0">
            <table class="endpoints">
                <thead>
                    <tr>
                        <th scope="col">{head.0}</th>
                        <th scope="col">{head.1}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}
