import type { enText } from './en';

export const zhText: typeof enText = {
  text: {
    download: '下载 {{size}}',
    downloading: '正在下载',
    downloadFirst: '按下按钮后，由你的浏览器从 {{host}} 取回；不会上传任何内容。',
    downloaded: '已在本页：{{chars}} 个字符',
    cancel: '取消',
    drop: '把文本文件拖到页面任意位置',
    dropNow: '松手即读取此文件',
    dropNowData: '文本、JSON、JSON Lines、CSV、TSV 或 parquet，最大 2 GB，只留在这台电脑上。',
    dropNowSmall: '纯文本，最大 200 MB，只留在这台电脑上。',
    dropNowModel:
      '模型文件夹、其中的文件或 zip：config.json、safetensors 权重和分词器，只留在这台电脑上。',
    choose: '选择文件',
    paste: '从剪贴板粘贴',
    pasted: '粘贴的文本',
    or: '或按 Ctrl+V 粘贴',
    reading: '正在读取 {{name}}',
    ready: '{{name}} 已就绪',
    facts: '{{chars}} 个字符，{{lines}} 行，{{distinct}} 种不同字符',
    noteBom: '开头的字节序标记已去掉。',
    noteNewlines: '{{n}} 处其他系统的换行已统一。',
    noteLongLine: '第 {{line}} 行有 {{chars}} 个字符，不影响训练。',
    oneFile: '一次一个文件：已取第一个。',
    runPaused: '训练已暂停，因为这项工作要用同一个 GPU。可在任意页面底部继续训练。',
    clipboardEmpty: '剪贴板里没有文本，或浏览器不允许本页读取。请改按 Ctrl+V。',
    needOwn: '请先导入一段文本：拖入、选择或粘贴。',
    needDownload: '请先下载文本。',
    replace: '换一份文本',
  },
};
