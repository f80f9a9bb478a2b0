// Text that gets better: letters at random, then a character model of rising order over a small corpus.
const CORPUS = `Once upon a time, there was a brave fox named Pip. He lived under the old bridge with a small owl.
One bright morning, Pip saw a red kite in the tall oak tree. "I wish I could fly," said Pip. The owl smiled.
"First, eat some warm bread," said the owl. Pip ate bread, honey and plums. Then they walked past the quiet hill.
Once there was a shy bear named Mia. Her home was near the green lake. Mia lost her blue hat in the dark wood.
"Do not be sad," said the kind frog. "Let us look by the river." They found the hat under a round stone. Mia was happy.`;

const CORPUS_ZH = `周三午后，储能板块大幅上涨4.27%，远舟新能源领涨；分析师称装机需求旺盛，维持“增持”评级。
周一早盘，银行板块小幅下跌1.08%，北辰银行领跌；分析师称息差收窄，给予“谨慎”评级。
明川科技2024年上半年营收231亿元，同比增长12.6%，公司称企业客户增加，新产品放量。`;

export class FakeWriter {
  private readonly corpus: string;
  private seed = 7;

  constructor(isChinese: boolean) {
    this.corpus = (isChinese ? CORPUS_ZH : CORPUS).repeat(1);
  }

  private random(): number {
    this.seed = (this.seed * 1664525 + 1013904223) >>> 0;
    return this.seed / 4294967296;
  }

  write(prompt: string, length: number, skill: number): string {
    const order = Math.min(7, Math.floor(skill * 8));
    let text = prompt;
    while (text.length < prompt.length + length) text += this.next(text, order);
    return text.slice(prompt.length);
  }

  private next(text: string, order: number): string {
    for (let n = order; n > 0; n--) {
      const context = text.slice(-n);
      const found: string[] = [];
      for (
        let at = this.corpus.indexOf(context);
        at >= 0;
        at = this.corpus.indexOf(context, at + 1)
      )
        if (at + n < this.corpus.length) found.push(this.corpus[at + n] as string);
      if (found.length > 0) return found[Math.floor(this.random() * found.length)] as string;
    }
    return this.corpus[Math.floor(this.random() * this.corpus.length)] as string;
  }
}
