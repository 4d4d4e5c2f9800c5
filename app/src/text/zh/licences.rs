//! 许可协议的通俗说明。

use crate::text::words::Licence;

static OPEN: Licence = Licence {
    name: "青岛市公共数据开放利用许可（无条件）",
    may: &["免费使用、复制和传播", "用于任何合法目的，包括商业用途", "加工、整合后再发布"],
    must: &["注明来源：“数据来源：部门名称，平台名称，获取日期”"],
    must_not: &["暗示得到政府部门的认可或推荐", "试图识别数据中的个人"],
    url: None,
};

static CC_BY: Licence = Licence {
    name: "知识共享 署名 4.0 国际（CC BY 4.0）",
    may: &["复制和传播", "修改和再创作", "用于任何目的，包括商业用途"],
    must: &["注明作者和来源", "附上许可链接", "说明是否作过修改"],
    must_not: &["附加法律或技术限制，妨碍他人行使同样的权利"],
    url: Some("https://creativecommons.org/licenses/by/4.0/deed.zh-hans"),
};

static ODC_BY: Licence = Licence {
    name: "开放数据共用 署名许可（ODC-BY 1.0）",
    may: &["复制、传播和使用数据库", "用数据库制作成果", "修改和改编数据库"],
    must: &["公开使用时注明来源", "保留数据库原有的许可声明"],
    must_not: &["去除或改动原有的许可声明"],
    url: Some("https://opendatacommons.org/licenses/by/1-0/"),
};

static AGREEMENT: Licence = Licence {
    name: "公共数据开放利用协议（有条件）",
    may: &["在批准的场景、范围和期限内使用"],
    must: &["先申请并通过审核、签订协议", "落实安全措施", "反馈使用情况和成效"],
    must_not: &["超出批准的用途使用", "转让或向他人提供原始数据", "试图识别数据中的个人"],
    url: None,
};

static THIRD_PARTY: Licence = Licence {
    name: "第三方许可",
    may: &["按来源网站写明的条件使用"],
    must: &["使用前阅读来源网站的许可条款"],
    must_not: &["默认可以自由使用"],
    url: None,
};

pub fn licence(code: &str) -> Option<&'static Licence> {
    match code {
        "QD-OPEN-1.0" => Some(&OPEN),
        "CC-BY-4.0" => Some(&CC_BY),
        "ODC-BY-1.0" => Some(&ODC_BY),
        "QD-COND-AGREEMENT" => Some(&AGREEMENT),
        "THIRD-PARTY" => Some(&THIRD_PARTY),
        _ => None,
    }
}
