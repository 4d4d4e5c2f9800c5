//! The code lists that the portal ships with.

mod region;

use super::Shipped;

const fn value(code: &'static str, zh: &'static str, en: &'static str) -> Shipped {
    Shipped { code, zh, en, parent: "" }
}

const fn child(code: &'static str, zh: &'static str, en: &'static str, parent: &'static str) -> Shipped {
    Shipped { code, zh, en, parent }
}

/// Every list by its name.
pub(super) const ALL: &[(&str, &[Shipped])] = &[
    ("theme", THEMES),
    ("cycle", CYCLES),
    ("region", region::REGIONS),
    ("licence", LICENCES),
    ("subject", SUBJECTS),
    ("industry", INDUSTRIES),
    ("resource_class", RESOURCE_CLASSES),
    ("share_type", SHARE_TYPES),
    ("personal_information", PERSONAL_INFORMATION),
    ("organisation_kind", ORGANISATION_KINDS),
    ("format", FORMATS),
];

/// 数据领域 (DOMAIN §5.5). The number 19 and two of the names are attested; the rest is a proposal and can be edited.
const THEMES: &[Shipped] = &[
    value("01", "经济建设", "Economy"),
    value("02", "资源环境", "Resources and environment"),
    value("03", "教育科技", "Education and science"),
    value("04", "道路交通", "Transport"),
    value("05", "社会发展", "Society"),
    value("06", "公共安全", "Public safety"),
    value("07", "文化休闲", "Culture and leisure"),
    value("08", "卫生健康", "Health"),
    value("09", "民生服务", "Everyday services"),
    value("10", "机构团体", "Institutions"),
    value("11", "城市建设", "Urban development"),
    value("12", "信用服务", "Credit information"),
    value("13", "财税金融", "Finance and taxation"),
    value("14", "社保就业", "Social security and employment"),
    value("15", "农业农村", "Agriculture and villages"),
    value("16", "海洋经济", "Marine economy"),
    value("17", "市场监管", "Market regulation"),
    value("18", "气象服务", "Weather"),
    value("19", "法律服务", "Legal services"),
];

/// 更新周期 (DOMAIN §5.4).
const CYCLES: &[Shipped] = &[
    value("1", "实时", "Real time"),
    value("2", "每日", "Daily"),
    value("3", "每周", "Weekly"),
    value("4", "每月", "Monthly"),
    value("5", "每季度", "Quarterly"),
    value("6", "每半年", "Half-yearly"),
    value("7", "每年", "Yearly"),
    value("8", "不定期", "Irregular"),
    value("9", "不更新（一次性）", "Not updated"),
];

/// 许可协议 (DOMAIN §5.13).
const LICENCES: &[Shipped] = &[
    value("QD-OPEN-1.0", "青岛市公共数据开放利用许可（无条件）", "Qingdao open data licence (unconditional)"),
    value("CC-BY-4.0", "知识共享 署名 4.0", "Creative Commons Attribution 4.0"),
    value("ODC-BY-1.0", "开放数据共用 署名 1.0", "Open Data Commons Attribution 1.0"),
    value("QD-COND-AGREEMENT", "公共数据开放利用协议（有条件）", "Agreement for conditional data"),
    value("THIRD-PARTY", "第三方许可（见说明）", "Third party terms (see the text)"),
];

/// 主体类型 (DOMAIN §5.9).
const SUBJECTS: &[Shipped] = &[
    value("P1", "自然人", "Natural person"),
    value("L1", "企业法人", "Company"),
    value("L2", "个体工商户", "Sole trader"),
    value("L3", "机关", "State organ"),
    value("L4", "事业单位", "Public institution"),
    value("L5", "社会团体/行业协会", "Association"),
    value("L6", "民办非企业", "Private non-enterprise unit"),
    value("L7", "基金会", "Foundation"),
    value("L8", "高等院校", "University"),
    value("L9", "科研机构", "Research institute"),
    value("L10", "农民专业合作社", "Farmers' cooperative"),
    value("U1", "非法人组织", "Unincorporated organisation"),
    value("X1", "境外机构", "Organisation abroad"),
];

/// 所属行业: the sections of GB/T 4754-2017.
const INDUSTRIES: &[Shipped] = &[
    value("A", "农、林、牧、渔业", "Agriculture, forestry, animal husbandry and fishery"),
    value("B", "采矿业", "Mining"),
    value("C", "制造业", "Manufacturing"),
    value("D", "电力、热力、燃气及水生产和供应业", "Electricity, heat, gas and water supply"),
    value("E", "建筑业", "Construction"),
    value("F", "批发和零售业", "Wholesale and retail"),
    value("G", "交通运输、仓储和邮政业", "Transport, storage and post"),
    value("H", "住宿和餐饮业", "Accommodation and catering"),
    value("I", "信息传输、软件和信息技术服务业", "Information technology"),
    value("J", "金融业", "Finance"),
    value("K", "房地产业", "Real estate"),
    value("L", "租赁和商务服务业", "Leasing and business services"),
    value("M", "科学研究和技术服务业", "Research and technical services"),
    value("N", "水利、环境和公共设施管理业", "Water, environment and public facilities"),
    value("O", "居民服务、修理和其他服务业", "Resident services and repair"),
    value("P", "教育", "Education"),
    value("Q", "卫生和社会工作", "Health and social work"),
    value("R", "文化、体育和娱乐业", "Culture, sports and entertainment"),
    value("S", "公共管理、社会保障和社会组织", "Public administration and social organisations"),
    value("T", "国际组织", "International organisations"),
];

/// 资源分类 (DOMAIN §5.12).
const RESOURCE_CLASSES: &[Shipped] =
    &[value("1", "基础", "Base"), value("2", "主题", "Theme"), value("3", "部门", "Department")];

/// 共享类型 (《青岛市公共数据管理办法》第十九条).
const SHARE_TYPES: &[Shipped] = &[
    value("1", "无条件共享", "Shared unconditionally"),
    value("2", "有条件共享", "Shared on conditions"),
    value("3", "不予共享", "Not shared"),
];

/// 个人信息类别 (DOMAIN §4.1).
const PERSONAL_INFORMATION: &[Shipped] = &[
    value("none", "不含个人信息", "No personal information"),
    value("personal", "含个人信息", "Personal information"),
    value("sensitive", "含敏感个人信息", "Sensitive personal information"),
    value("minors", "含未成年人个人信息", "Personal information of minors"),
];

/// 机构类型 (《青岛市公共数据管理办法》: whose data is public data).
const ORGANISATION_KINDS: &[Shipped] = &[
    value("state", "国家机关", "State organ"),
    value("authorised", "法律法规授权的组织", "Organisation authorised by law"),
    value("utility", "公共服务企业事业单位", "Public service enterprise or institution"),
    value("people", "人民团体", "People's organisation"),
    value("other", "其他", "Other"),
];

/// 数据格式 (DOMAIN §5.6): the names that files, indexes and facets use.
const FORMATS: &[Shipped] = &[
    value("CSV", "CSV 表格", "CSV table"),
    value("XLSX", "Excel 工作簿（XLSX）", "Excel workbook (XLSX)"),
    value("XLS", "Excel 工作簿（XLS）", "Excel workbook (XLS)"),
    value("JSON", "JSON", "JSON"),
    value("JSONL", "JSON 行", "JSON lines"),
    value("XML", "XML", "XML"),
    value("RDF", "RDF", "RDF"),
    value("GEOJSON", "GeoJSON", "GeoJSON"),
    value("SHP", "Shapefile", "Shapefile"),
    value("KML", "KML", "KML"),
    value("API", "数据接口", "API"),
    value("DATABASE", "数据库表", "Database table"),
    value("PDF", "PDF 文档", "PDF document"),
    value("DOC", "Word 文档（DOC）", "Word document (DOC)"),
    value("DOCX", "Word 文档（DOCX）", "Word document (DOCX)"),
    value("WPS", "WPS 文档", "WPS document"),
    value("TXT", "纯文本", "Plain text"),
    value("HTML", "网页", "Web page"),
    value("ZIP", "ZIP 压缩包", "ZIP archive"),
    value("RAR", "RAR 压缩包", "RAR archive"),
    value("PNG", "PNG 图片", "PNG image"),
    value("JPG", "JPG 图片", "JPG image"),
    value("MP3", "MP3 音频", "MP3 audio"),
    value("MP4", "MP4 视频", "MP4 video"),
    value("PARQUET", "Parquet", "Parquet"),
];
