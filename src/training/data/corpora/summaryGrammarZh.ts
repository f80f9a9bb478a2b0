/**
 * Chinese everyday texts with a sentence that sums each up: who went where and did what. Weather and feelings
 * stand in the text alone. Documents are `summary TAB text`. Separator: a line break.
 */
import * as words from './everydayWords';
import { bind, defineGrammar, maybe, pick, say } from '../grammar/grammar';
import { values } from '../grammar/lists';

const time = pick('早上', '中午', '傍晚', '周末', '放学以后', '下班以后');
const weather = pick('天气晴朗', '外面下着小雨', '风有点大', '阳光很暖和');
const company = pick('和朋友', '一个人', '跟同学');
const feeling = pick('很高兴', '有点累', '舍不得离开', '心里暖暖的');

const days = () =>
  words.PLACES.map(({ goes, sees, does }) =>
    bind(
      'who',
      words.PEOPLE,
      bind(
        'did',
        values(does),
        say`{who.name}${goes}，{did.is}。\t${time}，${maybe(0.5, say`${weather}，`)}{who.name}${maybe(0.4, company)}${goes}。${pick(...sees)}，{who.he}{did.is}${maybe(0.5, say`，${feeling}`)}。`,
      ),
    ),
  );

export const SUMMARIES_ZH = {
  labels: [],
  grammar: defineGrammar({ id: 'summaries_zh', separator: '\n', root: () => pick(...days()) }),
};
