export const enText = {
  text: {
    download: 'Download {{size}}',
    downloading: 'Downloading',
    downloadFirst:
      'Fetched by your browser from {{host}} when you press the button; nothing is sent.',
    downloaded: 'In this tab: {{chars}} characters',
    cancel: 'Cancel',
    drop: 'Drop a text file anywhere on this page',
    dropNow: 'Let go to read this file',
    dropNowData:
      'Text, JSON, JSON lines, CSV, TSV or parquet, up to 2 GB. It stays on this computer.',
    dropNowSmall: 'Plain text, up to 200 MB. It stays on this computer.',
    dropNowModel:
      'A model folder, its files, or a zip: config.json, safetensors weights and the tokenizer. It stays on this computer.',
    choose: 'Choose a file',
    paste: 'Paste from the clipboard',
    pasted: 'Pasted text',
    or: 'or press Ctrl+V to paste',
    reading: 'Reading {{name}}',
    ready: '{{name}} is ready',
    facts: '{{chars}} characters, {{lines}} lines, {{distinct}} different characters',
    noteBom: 'A byte-order mark at its beginning was left out.',
    noteNewlines: '{{n}} line endings of another system were made plain.',
    noteLongLine: 'Line {{line}} has {{chars}} characters. That is fine for training.',
    oneFile: 'One file at a time: the first was taken.',
    runPaused:
      'Your run is paused while this works on the same GPU. Resume it at the bottom of any page.',
    clipboardEmpty:
      'The clipboard holds no text, or the browser does not let this page read it. Press Ctrl+V instead.',
    needOwn: 'Bring a text first: drop a file, choose one, or paste.',
    needDownload: 'Download the text first.',
    replace: 'Use another text',
  },
};
