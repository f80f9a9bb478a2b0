/**
 * Chinese everyday texts, one a line, of six sorts: somebody's day, the weather, news of a town, a dish, an
 * animal, a note about a word. Pronouns, temperatures and advice agree with what they are about. General
 * text, beside which a domain's stands out. Separator: a line break.
 */
import { bind, defineGrammar, maybe, pick, say } from '../grammar/grammar';
import { one, range } from '../grammar/lists';
import * as words from './everydayWords';

const time = pick('早上', '中午', '傍晚', '周末', '放学以后', '天刚亮', '下班以后', '雨停以后');
const feeling = pick('很高兴', '觉得很充实', '有点累', '舍不得离开', '想起了小时候', '心里暖暖的');
const next = pick('早点出发', '带上家人', '多待一会儿', '换一条路', '叫上老朋友');

const daysOut = () =>
  words.PLACES.map(({ goes, sees, does }) =>
    bind(
      'who',
      words.PEOPLE,
      say`${time}，{who.name}${maybe(0.4, pick('和朋友', '一个人', '跟同学'))}${goes}。${one(sees)}，{who.he}${one(does)}${maybe(0.5, say`，${feeling}`)}。${maybe(0.5, say`{who.he}打算下次${next}。`)}`,
    ),
  );

const weather = () =>
  words.SKIES.map(({ is, degrees, advice }) =>
    bind(
      'city',
      words.CITIES,
      say`{city.is}${pick('今天', '明天', '后天')}${one(is)}，最高气温${one(degrees)}度，${pick('东', '南', '西', '北')}风${range(1, 7)}级。气象台提醒，${one(advice)}。`,
    ),
  );

const townNews = bind(
  'city',
  words.CITIES,
  bind(
    'work',
    words.WORKS,
    say`${pick('记者从', '据')}{city.is}${pick('市政府', '规划局', '建设局')}获悉，{work.what}将于${range(1, 12)}月${range(1, 28)}日${pick('正式', '如期', '提前')}{work.verb}，{work.good}。${pick('附近居民', '一位店主', '路过的学生')}${pick('说', '告诉记者')}，${pick('大家盼了很久', '以后生活会更方便', '希望服务跟得上', '第一天就想去看看')}。`,
  ),
);

const dish = bind(
  'dish',
  words.DISHES,
  say`${pick('做', '想做好', '在家做')}{dish.name}，${pick('先', '首先')}{dish.first}，${pick('再', '然后', '接着')}{dish.second}，最后{dish.last}。${pick('全家人', '客人', '孩子们')}${pick('都说好吃', '吃得干干净净', '还想再来一碗')}。`,
);

const animal = bind(
  'animal',
  words.ANIMALS,
  say`${maybe(0.3, pick('老师说，', '书上写着，', '你知道吗，'))}{animal.name}${pick('住', '生活')}在{animal.home}，${pick('爱吃', '主要吃')}{animal.food}，{animal.fact}。${maybe(0.5, say`${pick('我们', '人们')}${pick('应该保护它们', '常常画它们', '喜欢远远地观察')}。`)}`,
);

const note = say`${pick('今天的语文课', '这一课', '字典里')}${pick('讲了', '解释了')}“${one(words.LETTERS)}”字，${pick('它有', '一共')}${range(3, 13)}画，${pick('可以和', '常常跟')}“${pick('本', '近', '来', '前', '后', '大', '小')}”${pick('组成词语', '连在一起')}。${pick('同学们', '全班')}${pick('各写了一遍', '读了三遍', '用它造了句子')}。`;

export const EVERYDAY_GRAMMAR = defineGrammar({
  id: 'everyday_zh',
  separator: '\n',
  root: () =>
    pick(
      [8, pick(...daysOut())],
      [3, pick(...weather())],
      [4, townNews],
      [2, dish],
      [2, animal],
      [1, note],
    ),
});
