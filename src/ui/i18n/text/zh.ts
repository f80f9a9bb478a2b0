import type { enText } from './en';

export const zhText: typeof enText = {
  text: {
    download: '下载 {{size}}',
    downloading: '正在下载',
    downloadFirst: '按下按钮后，浏览器从 {{host}} 下载；不会上传任何内容。',
    downloaded: '已下载：{{chars}} 个字符',
    cancel: '取消',
    drop: '把文本文件拖到页面任意位置',
    dropNow: '松开以导入此文件',
    dropNowData: '文本、JSON、JSON Lines、CSV、TSV 或 Parquet，最大 2 GB，只留在这台电脑上。',
    dropNowSmall: '纯文本，最大 200 MB，只留在这台电脑上。',
    dropNowModel:
      '模型文件夹、其中的文件或 zip：config.json、safetensors 权重和分词器，只留在这台电脑上。',
    choose: '选择文件',
    paste: '从剪贴板粘贴',
    pasted: '粘贴的文本',
    or: '或按 Ctrl+V 粘贴',
    reading: '正在读取 {{name}}',
    ready: '已导入 {{name}}',
    facts: '{{chars}} 个字符，{{lines}} 行，{{distinct}} 种不同字符',
    noteBom: '已去除开头的字节序标记。',
    noteNewlines: '已规范 {{n}} 处换行符。',
    noteLongLine: '第 {{line}} 行有 {{chars}} 个字符，不影响训练。',
    oneFile: '一次只能导入一个文件：已使用第一个。',
    runPaused: '这项任务使用同一个 GPU，运行已暂停。可在状态栏恢复。',
    clipboardEmpty: '剪贴板中没有文本，或浏览器拒绝访问。请改按 Ctrl+V。',
    needOwn: '请先导入文本：拖入文件、选择文件或粘贴。',
    needDownload: '请先下载文本。',
    replace: '导入其他文本',
  },
};
