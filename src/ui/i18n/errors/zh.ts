import type { enErrors } from './en';

export const zhErrors: typeof enErrors = {
  unexpected: '出了点问题：{{message}}',
  empty_file: '这个文件是空的，什么都没有改变。',
  binary_file: '这不是文本文件（看起来是 {{format}}）。请另存为纯文本（UTF-8）再带来。',
  not_utf8:
    '这段文本不是 UTF-8（首次出现在第 {{offsetBytes}} 字节）。请在编辑器中另存为 UTF-8 再带来。',
  too_large: '这个文件有 {{size}}，上限是 {{limit}}。请截取一部分再带来。',
  too_short: '这段文本只有 {{chars}} 个字符，训练至少需要 {{minChars}} 个。',
  not_json: '这不是 JSON 对象（{{reason}}）。一切如旧。',
  unreadable: '读不出来。如果是文件夹或在云端，请先把文件复制到这台电脑。',
  offline: '下载没有到达：你可能离线，或这个地址在此被屏蔽。页面其余部分不需要网络。',
  http: '服务器返回状态 {{status}}，可能正忙，请稍后再试。',
  bad_address: '这不是文件地址：应以 https:// 开头。',
  hub_name: '这不是 hub 上的数据集名称，名称形如 owner/name。',
  hash_mismatch: '收到的文件与公布的不同：校验和不符。请重新下载。',
  bad_parquet: '这个 parquet 文件读不出来：{{reason}}',
  bad_pattern: '这个模式不是正则表达式：{{reason}}',
  no_documents: '一篇文档也没有剩下：没有能读的内容，或各步骤去掉了全部。',
  aborted: '已取消。',
  engine_not_loaded: '引擎无法载入，请重新载入页面。',
  device_lost: 'GPU 已丢失：被驱动或浏览器收回。',
  out_of_memory: 'GPU 没有足够的空闲内存。请减少层数、宽度、上下文或批量。',
  no_device: '没有可用的 GPU。',
  no_adapter: '没有可用的 GPU。',
  text_missing: '这个语料需要先有文本：请带来或下载。',
  asset_missing: '应用的安装位置缺少打包的语料（{{path}}）。',
  prompt_left_out: '文本里从未出现 {{characters}}，因此提示中略去了它。请改提示，或用字节分词。',
  unknown_character: '提示里有文本从未用过的字符：{{character}}。请改提示，或用字节分词。',
  storage_full:
    '没有空间保存这次运行了。训练会继续，但关闭页面后它就会丢失；请删除一个已保存的运行来腾出空间。',
  bad_checkpoint: '这个版本无法读取这次保存的运行。',
  nothing_to_export: '这次运行还没有模型。',
  cannot_export: 'Hugging Face 没有能容纳这种模型的类（{{what}}）。',
  nothing_to_compare: '这次运行没有可以比较的模型。',
  wrong_family: '这类模型暂时还不能在这里比较。',
  heads_do_not_divide: '宽度必须是头数的整数倍。',
  binding_too_large:
    '模型有一部分需要一整块 {{size}}，而这块 GPU 最多给 {{limit}}。请减小批量、上下文、宽度或词表。',
  shader_failed: '有内核无法在这块 GPU 上编译。请附上 GPU 型号反馈：{{message}}',
  gradient_not_finite:
    '第 {{step}} 步已跳过：{{tensor}} 不是有限数。权重保持不变。若经常发生，请降低学习率。',
};
