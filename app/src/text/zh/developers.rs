//! 开发者指南。

use crate::text::words::{DeveloperWords, Endpoint};

pub static DEVELOPERS: DeveloperWords = DeveloperWords {
    title: "开发者指南",
    lead: "网页能做的一切都来自同一组公开接口。读取目录和下载无条件开放的文件无需注册、无需密钥。",
    document: "完整的机器可读说明：",
    start: "快速开始",
    start_lead: "查找“停车场”，再读取其中一个数据集：",
    endpoints: "接口一览",
    path: "地址",
    answers: "返回",
    list: &[
        Endpoint {
            path: "GET /api/datasets", answers: "查找数据集，含分面计数、高亮和翻页游标"
        },
        Endpoint {
            path: "GET /api/datasets/{id}",
            answers: "一个数据集的全部信息；也接受目录代码、短名称和外部标识",
        },
        Endpoint {
            path: "GET /api/datasets/{id}/files/{file}",
            answers: "文件本身；支持 Range、ETag、If-Range 和 HEAD",
        },
        Endpoint {
            path: "GET /api/selection.zip?dataset=…&dataset=…",
            answers: "几个数据集打成一个 ZIP，含清单和 datapackage.json",
        },
        Endpoint {
            path: "GET /api/datasets/{id}/citation?format=",
            answers: "引用格式：gbt7714、bibtex 或 ris",
        },
        Endpoint {
            path: "GET /feeds/datasets.atom",
            answers: "新增和更新的数据集（Atom），接受与查找相同的参数，例如只看一个机构或一个领域",
        },
        Endpoint { path: "GET /api/organisations", answers: "有公开数据集的机构" },
        Endpoint { path: "GET /api/organisations/{id}", answers: "一个机构" },
        Endpoint { path: "GET /api/themes", answers: "数据领域及其数据集数量" },
        Endpoint { path: "GET /api/suggest?q=", answers: "输入时的搜索建议" },
        Endpoint { path: "GET /api/statistics", answers: "平台统计数字" },
    ],
    parameters: "查找参数",
    parameter: "参数",
    meaning: "含义",
    parameter_list: &[
        Endpoint { path: "q", answers: "要找的词语，最多 200 个字" },
        Endpoint { path: "theme", answers: "数据领域代码，例如 04" },
        Endpoint { path: "publisher", answers: "机构标识" },
        Endpoint { path: "open_type", answers: "unconditional、conditional 或 unknown" },
        Endpoint { path: "format", answers: "数据格式，例如 CSV" },
        Endpoint { path: "region", answers: "行政区划代码（GB/T 2260），省级包含所辖市" },
        Endpoint { path: "cycle", answers: "更新周期代码" },
        Endpoint { path: "sort", answers: "relevance、newest、used 或 id" },
        Endpoint { path: "limit", answers: "每页数量，1 至 100，默认 20" },
        Endpoint { path: "cursor", answers: "上一页返回的 next" },
    ],
    parameters_note: "同一参数可以重复：满足任意一个值即可；不同参数之间要同时满足。",
    paging: "翻页",
    paging_lead: "列表返回 items、total 和 next。把 next 作为 cursor 传回，就得到下一页；没有 next 就是最后一页。",
    paging_note: "游标是不透明的，只对同样的查找条件有效；没有页数上限。",
    copy_all: "复制整个目录",
    copy_all_lead: "用 sort=id 翻页：即使期间目录有更新，每个数据集也恰好出现一次。",
    downloads: "下载与续传",
    downloads_lead: "文件地址固定不变。中断后从断点继续，或用多个连接同时下载：",
    downloads_check: "用接口返回的 sha256 核对：",
    selection: "打包下载",
    selection_lead: "一次取走几个数据集的全部文件（最多 50 个数据集）：",
    errors: "错误",
    errors_lead: "出错时返回 application/problem+json（RFC 9457）。code 是稳定的，程序应以它判断；title 和 detail 给人看，会随语言变化。",
    language: "语言",
    language_lead: "请求头 Accept-Language: en 让代码名称和错误说明使用英文；数据本身不翻译。",
    limits: "限制",
    limits_list: &[
        "每页最多 100 条；没有总量上限。",
        "平台繁忙时返回 503 和 Retry-After，请按其等待后重试。",
        "一次请求多个 Range 会得到整个文件（200）；并行的单个 Range 请求不受限制。",
        "请在 User-Agent 中写明程序名称和联系方式。",
    ],
};
