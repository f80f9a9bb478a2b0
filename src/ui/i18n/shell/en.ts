export const enShell = {
  app: {
    skip: 'Skip to content',
    menu: 'Menu',
    navigation: 'Benchtop',
    experiments: 'Experiments',
    models: 'Model tools',
    inspect: 'Inspect',
    data: 'Data and tokenizers',
    kernels: 'Kernels',
    language: 'Language',
    theme: 'Theme',
    themes: { system: 'System', light: 'Light', dark: 'Dark' },
    running: 'Running',
    notFound: 'Page not found.',
    home: 'Back to home',
    dismiss: 'Dismiss',
    loading: 'Loading…',
    crashed: 'This page failed to render. The run continues; open another page, or reload.',
  },
  intro: {
    headline: 'Train a language model in your browser.',
    lead: 'Benchtop trains a small GPT on your own GPU, with no server and no installation, and shows every step.',
    start: 'Train a language model now',
    startThis: 'Train this model',
    startInstead: 'Stop the current run and train this model',
    gpuLooking: 'Looking for a GPU…',
    gpuFound: 'GPU: {{name}}',
    gpuSoftware:
      'WebGPU found no GPU and uses a software adapter on the CPU ({{name}}), about a hundred times slower; the model is sized accordingly.',
    gpuMissing: 'Training needs WebGPU. The other pages can still be viewed.',
    figure:
      'Next-token prediction: the model reads a text, predicts the next character and is corrected',
    figureText:
      'Once upon a time, there was a brave fox named Pip. He lived under the old bridge with a small owl.',
    figureGuesses: 'etaoinshrdlu',
    step1: 'The text is split into tokens.',
    step2:
      'At every position, the model predicts the next token. The loss measures how wrong the predictions are.',
    step3:
      'Each training step updates the parameters to lower the loss, and the generated text improves.',
    trainingText: 'Training text',
    licence: 'License',
    sizes: 'layers × width: {{layers}} × {{width}}',
    sizedLater: 'sized for this GPU at the start',
  },
  status: {
    bar: 'Status',
    idle: 'No run',
    gpuNone: 'No GPU',
    gpuLost: 'GPU device lost',
    open: 'Show the run',
    adapter: 'GPU adapter',
    f16: 'float16 (shader-f16)',
    subgroups: 'Subgroups',
    timestamps: 'Timestamp queries',
    maxBuffer: 'Max buffer size',
  },
  help: {
    title: 'Glossary and help',
    lead: 'Definitions of the terms used on these pages.',
    gpuTitle: 'Getting WebGPU',
    gpuIntro: 'Benchtop uses the GPU through WebGPU, which needs a recent browser.',
    gpuChrome: 'Chrome or Edge 113 or later on Windows, macOS and ChromeOS: enabled by default.',
    gpuAndroid: 'Chrome 121 or later on Android 12 or later.',
    gpuSafari: 'Safari 26 on macOS, iOS and iPadOS.',
    gpuFirefox: 'Firefox 141 or later on Windows.',
    gpuLinux:
      'Chrome on Linux: install the Vulkan driver of the GPU and start Chrome with --enable-unsafe-webgpu --enable-features=Vulkan.',
    gpuCheck:
      'chrome://gpu shows the WebGPU status of the browser. “Use graphics acceleration when available” must be on in the settings.',
    privacyTitle: 'Privacy',
    privacy:
      'Texts, models and samples stay in this browser. The page only makes requests for corpora, datasets and models that you choose to download.',
    keysTitle: 'Keyboard shortcuts',
    keys: 'Tab moves between controls; arrow keys change numbers and move through samples; Esc closes what is open. Ctrl+V pastes the clipboard as your own text.',
  },
  missing: {
    title: 'WebGPU is not available',
    no_webgpu: 'This browser does not support WebGPU, the API through which a page uses the GPU.',
    no_adapter:
      'This browser supports WebGPU but returned no GPU adapter. It may be turned off, blocked because of its driver, or unavailable after a crash.',
    device_refused: 'A GPU adapter was found, but its device could not be opened.',
    insecure:
      'This page is not served over a secure connection. WebGPU requires https or localhost.',
    engine: 'The script of the engine could not be loaded.',
    how: 'How to fix it',
    how_no_webgpu:
      'Open this page in a current Chrome or Edge, in Safari 26, or in Firefox 141 on Windows.',
    how_no_adapter:
      'Turn on “Use graphics acceleration when available” in the browser settings and restart the browser. After a GPU crash, wait two minutes. On Linux, start Chrome with --enable-unsafe-webgpu --enable-features=Vulkan.',
    how_device_refused: 'Close other tabs that use the GPU, update the GPU driver, and try again.',
    how_engine: 'Reload the page. If the error persists, update the browser.',
    retry: 'Try again',
    more: 'More ways to enable WebGPU',
    detail: 'Browser message: {{detail}}',
  },
};
