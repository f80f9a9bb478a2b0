export const enText = {
  text: {
    download: 'Download {{size}}',
    downloading: 'Downloading',
    downloadFirst:
      'Your browser downloads it from {{host}} when you press the button; nothing is uploaded.',
    downloaded: 'Downloaded: {{chars, number}} characters',
    drop: 'Drop a text file anywhere on this page',
    dropNow: 'Drop to import this file',
    dropNowData:
      'Text, JSON, JSON lines, CSV, TSV or Parquet, up to 2 GB. It stays on this computer.',
    dropNowAny:
      'A text (plain, up to 200 MB), settings as JSON, or a model: its folder, safetensors or zip. It stays on this computer.',
    dropNowModel:
      'A model folder, its files, or a zip file: config.json, safetensors weights and the tokenizer. It stays on this computer.',
    choose: 'Choose a file',
    paste: 'Paste from the clipboard',
    pasted: 'Pasted text',
    reading: 'Reading {{name}}',
    ready: '{{name}} imported',
    facts:
      '{{chars, number}} characters, {{lines, number}} lines, {{distinct, number}} distinct characters',
    noteBom: 'A byte order mark at the beginning was removed.',
    noteNewlines: '{{n, number}} line endings were normalized.',
    noteLongLine:
      'Line {{line, number}} has {{chars, number}} characters. This does not affect training.',
    oneFile: 'Only one file can be imported at a time: the first was used.',
    queued: 'Added to the queue. The status bar shows what waits.',
    clipboardEmpty:
      'The clipboard contains no text, or the browser denied access. Press Ctrl+V instead.',
    needOwn: 'Import a text first: drop a file, choose one, or paste.',
    needDownload: 'Download the text first.',
    replace: 'Import another text',
  },
};
