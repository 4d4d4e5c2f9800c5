//! 代码的名称。

use crate::portal::catalogue::{DistributionKind, OpenType};

pub fn open_type(open_type: Option<OpenType>) -> &'static str {
    match open_type {
        Some(OpenType::Unconditional) => "无条件开放",
        Some(OpenType::Conditional) => "有条件开放",
        None => "开放类型未注明",
    }
}

pub fn open_type_meaning(open_type: Option<OpenType>) -> &'static str {
    match open_type {
        Some(OpenType::Unconditional) => "任何人都可以直接下载和使用，无需登录，无需申请，不收费。",
        Some(OpenType::Conditional) => {
            "数据对安全和处理能力要求较高，或者时效性较强、需要持续获取。目录信息人人可看；使用数据需要提出申请并通过审核，不收费。"
        }
        None => {
            "原记录没有注明开放类型，因此这里只公开目录信息，不提供数据。需要数据时请联系数源部门或访问原来源。"
        }
    }
}

pub fn distribution(kind: DistributionKind) -> &'static str {
    match kind {
        DistributionKind::Hosted => "本平台文件",
        DistributionKind::External => "外部来源",
        DistributionKind::Api => "数据接口",
    }
}

pub fn defect(code: &str) -> Option<&'static str> {
    Some(match code {
        "missing_description" => "缺少摘要",
        "description_repeats_title" | "description_equals_title" => "摘要与名称相同，没有说明内容",
        "missing_theme" => "缺少数据领域",
        "theme_not_mapped" | "unmapped_theme" => "原领域名称无法对应到本平台的领域",
        "industry_not_mapped" => "原行业名称无法对应到国家标准的行业",
        "missing_open_type" => "缺少开放类型",
        "open_type_not_mapped" | "unmapped_open_type" => "原开放类型无法识别",
        "share_type_not_mapped" => "原共享类型无法识别",
        "licence_not_mapped" => "原许可协议无法识别",
        "missing_level" => "缺少安全级别",
        "missing_cycle" => "缺少更新周期",
        "cycle_not_mapped" | "unmapped_cycle" => "原更新周期无法识别",
        "missing_date" => "缺少更新日期",
        "bad_date" => "日期写法有误，无法识别",
        "format_not_mapped" | "unmapped_format" => "部分数据格式无法识别",
        "missing_format" => "缺少数据格式",
        "missing_keywords" => "缺少关键词",
        "missing_source_url" => "缺少来源网址",
        "bad_source_url" => "来源网址有误，无法打开",
        "source_url_of_another" => "原记录的来源网址指向另一个数据集",
        "bad_resource_url" => "部分数据链接有误，无法打开",
        "missing_file" => "原记录中的文件缺失",
        "file_renamed" => "文件名已改写",
        "encoding_not_utf8" => "文件不是 UTF-8 编码",
        "irregular_rows" => "文件中部分行的列数不一致",
        "region_not_mapped" | "unknown_region" => "地区无法识别",
        "markup_removed" => "文字中的网页代码已去除",
        "control_characters_removed" => "文字中的控制字符已去除",
        "text_cut" => "文字过长，已截断",
        _ => return None,
    })
}

pub fn data_type(code: &str) -> Option<&'static str> {
    Some(match code {
        "C" => "字符型",
        "N" => "数值型",
        "I" => "整型",
        "Y" => "货币型",
        "D" => "日期型",
        "T" => "日期时间型",
        "L" => "逻辑型",
        "M" => "备注型",
        "G" => "空间型",
        _ => return None,
    })
}

pub fn mode(code: &str) -> Option<&'static str> {
    Some(match code {
        "api" => "接口调用",
        "file" => "文件下载",
        "sandbox" => "数据沙箱（数据可用不可见）",
        "verify" => "核验服务",
        _ => return None,
    })
}

pub fn relation(code: &str) -> &'static str {
    match code {
        "previous" => "前一版本",
        "series" => "同系列",
        "code_table" => "代码表",
        _ => "相关",
    }
}

pub fn level(level: u8) -> &'static str {
    match level {
        1 => "可以放心公开使用",
        2 => "可能有轻微影响，满足条件可以使用",
        3 => "有一定影响，采取措施后可以使用",
        _ => "不公开",
    }
}
