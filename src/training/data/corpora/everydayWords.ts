/** Word lists of the Chinese everyday texts. Shops, schools and people are invented. */
import { words } from '../grammar/lists';

export const PEOPLE = [
  ...words('小明 阿强 老王 李伟 陈浩 大山 小军 周杰 张师傅 爷爷 爸爸 弟弟').map((name) => ({
    name,
    he: '他',
  })),
  ...words('小红 阿珍 林雪 刘芳 赵敏 小雨 孙老师 奶奶 妈妈 妹妹 何医生 丽丽').map((name) => ({
    name,
    he: '她',
  })),
];

export const CITIES = words(
  '杭州 成都 西安 青岛 昆明 厦门 长沙 苏州 大连 桂林 南京 哈尔滨 拉萨 海口 洛阳 武汉',
).map((is) => ({ is }));

/** Where one goes, what one sees there and what one does. */
export const PLACES = [
  {
    goes: '去了公园',
    sees: words('湖边的柳树发了芽 孩子们在放风筝 荷花开满了池塘 几位老人在下棋'),
    does: words('沿着湖边跑步 坐在长椅上看书 给小狗拍了照片 喂了一会儿金鱼'),
  },
  {
    goes: '去了图书馆',
    sees: words('阅览室里很安静 书架上摆着新书 窗边坐满了学生 墙上贴着借书须知'),
    does: words('借了一本历史书 写完了数学作业 翻看旧报纸 做了两页笔记'),
  },
  {
    goes: '去了菜市场',
    sees: words('摊位上堆着新鲜的蔬菜 卖鱼的人大声吆喝 门口排着长队 豆腐还冒着热气'),
    does: words('挑了几个西红柿 买了半斤牛肉 跟摊主聊了几句 称了一袋橘子'),
  },
  {
    goes: '回了老家',
    sees: words('院子里的枣树结了果 田里的稻子黄了 屋檐下挂着玉米 母鸡带着小鸡散步'),
    does: words('帮忙收割庄稼 修好了旧木门 跟邻居喝茶 把被子晒在院里'),
  },
  {
    goes: '去爬山',
    sees: words('山路两旁开满野花 云海在脚下翻滚 石阶又窄又陡 松鼠从树上跑过'),
    does: words('在山顶吃了午饭 用相机记录日出 背着包走了三个小时 在亭子里歇脚'),
  },
  {
    goes: '去看电影',
    sees: words('影院门口挂着海报 大厅里飘着爆米花的香味 座位几乎坐满了 片尾曲很好听'),
    does: words('为结局流了眼泪 跟朋友讨论剧情 买了两杯果汁 笑得停不下来'),
  },
  {
    goes: '去学游泳',
    sees: words('池水清得见底 教练站在池边 更衣室里很热闹 救生圈漂在水面'),
    does: words('练习了换气 游完了五十米 不小心呛了水 学会了仰泳'),
  },
  {
    goes: '去坐火车',
    sees: words('窗外的麦田飞快后退 站台上挤满旅客 列车员推着小车 对面坐着一家三口'),
    does: words('靠着窗户睡着了 吃了一碗面条 听完了一张唱片 给家人打了电话'),
  },
];

/** What a sky brings, with the temperatures and the advice that go with it. */
export const SKIES = [
  {
    is: words('晴 晴转多云'),
    degrees: words('24 25 26 27 28 29 30 31'),
    advice: words('适合晾晒衣物 出门记得涂防晒霜 傍晚可以散步 多喝水'),
  },
  {
    is: words('小雨 阵雨'),
    degrees: words('14 15 16 17 18 19 20 21'),
    advice: words('出门请带伞 路面湿滑请慢行 记得关好窗户 晾在外面的衣服要收'),
  },
  {
    is: words('小雪 大雪'),
    degrees: words('零下6 零下4 零下3 零下1 0 1 2'),
    advice: words('开车注意结冰 请穿厚外套 学校安排扫雪 水管要做好防冻'),
  },
  {
    is: words('大风 扬沙'),
    degrees: words('8 9 10 11 12 13'),
    advice: words('请远离广告牌 戴好口罩 阳台花盆要搬进屋 骑车当心侧风'),
  },
];

export const DISHES = [
  { name: '番茄炒蛋', first: '把鸡蛋打散', second: '番茄切块下锅', last: '撒一点葱花' },
  { name: '红烧肉', first: '把五花肉焯水', second: '放冰糖炒出颜色', last: '小火炖一个小时' },
  { name: '凉拌黄瓜', first: '把黄瓜拍碎', second: '加蒜末和醋', last: '淋几滴香油' },
  { name: '酸辣土豆丝', first: '把土豆切成细丝', second: '用清水泡十分钟', last: '大火快炒出锅' },
  { name: '清蒸鱼', first: '在鱼身上划几刀', second: '铺上姜片', last: '浇上热油和酱油' },
  { name: '饺子', first: '和面擀皮', second: '把馅料拌匀', last: '水开以后下锅' },
  { name: '紫菜汤', first: '把紫菜撕成小片', second: '烧一锅开水', last: '打入一个蛋花' },
  { name: '葱油饼', first: '揉一块软面团', second: '抹上葱花和盐', last: '两面煎到金黄' },
];

export const ANIMALS = [
  { name: '熊猫', home: '高山的竹林里', food: '竹子', fact: '每天要吃十几个小时' },
  { name: '企鹅', home: '南极的冰面上', food: '磷虾', fact: '走路摇摇摆摆却游得很快' },
  { name: '骆驼', home: '沙漠中', food: '干草', fact: '驼峰里储存着脂肪' },
  { name: '蜜蜂', home: '树洞和蜂箱里', food: '花蜜', fact: '用跳舞告诉同伴方向' },
  { name: '海龟', home: '温暖的海洋里', food: '水母', fact: '会回到出生的沙滩产卵' },
  { name: '猫头鹰', home: '古老的树林里', food: '田鼠', fact: '夜里也能看清猎物' },
  { name: '大象', home: '草原和雨林里', food: '树叶', fact: '靠长鼻子喝水和问候' },
  { name: '燕子', home: '屋檐下', food: '小虫', fact: '秋天飞往南方过冬' },
];

/** What a town builds, and what for. */
export const WORKS = [
  { what: '地铁三号线', verb: '开通', good: '市民上班能少花半个小时' },
  { what: '儿童医院', verb: '开诊', good: '孩子看病不用再跑远路' },
  { what: '湿地公园', verb: '开放', good: '候鸟有了新的落脚点' },
  { what: '老年大学', verb: '招生', good: '退休的人可以学画画和书法' },
  { what: '跨江大桥', verb: '通车', good: '两岸的来往更方便' },
  { what: '社区食堂', verb: '营业', good: '独居老人能吃上热饭' },
  { what: '博物馆新馆', verb: '迎客', good: '三千件文物首次展出' },
  { what: '夜间公交', verb: '运行', good: '晚归的人不再担心没车' },
];

/** The characters that few of these texts need and other texts often do, in sentences about language. */
export const LETTERS = words(
  '根 最 据 新 总 第 各 其 此 与 及 或 则 若 且 虽 而 因 所 以 之 者 等 每 某 另 即 便 曾 仍',
);
