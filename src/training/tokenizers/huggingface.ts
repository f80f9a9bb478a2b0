/**
 * A tokenizer.json, read as the Rust library `tokenizers` 0.23 reads it, with the special tokens that
 * transformers takes from tokenizer_config.json. Its parts stand in huggingface/; what they read of the file, in
 * formats/tokenizerJson.ts.
 */
import { walkFields } from '../formats/fieldTable';
import { TOKENIZER_CONFIG } from '../formats/tokenizerConfig';
import { TOKENIZER_JSON } from '../formats/tokenizerJson';
import { bytesOfToken } from './byteAlphabet';
import { addedTokenOf, addedTokensOf, type AddedToken } from './huggingface/addedTokens';
import { configuredComponents } from './huggingface/configuredComponents';
import { byteOf, decoderOf, type Decoder } from './huggingface/decoders';
import { modelInput } from './huggingface/encodeForModel';
import { badFile, isObject, type JsonObject } from './huggingface/component';
import { Pipeline } from './huggingface/pipeline';
import { bosEosProcessor, postProcessorOf, type PostProcessor } from './huggingface/postProcessors';
import { classOf, namedSpecialTokens, specialTokensOf } from './huggingface/specialTokens';
import {
  checkedId,
  idMark,
  TokenizerError,
  visibleText,
  wellFormed,
  type DecodeOptions,
  type ModelInput,
  type ModelInputOptions,
  type SpecialTokens,
  type StreamDecoder,
  type Tokenizer,
  type TokenizerJson,
} from './tokenizer';

export class HuggingFaceTokenizer implements Tokenizer {
  readonly kind = 'tokenizer_json';
  readonly vocabSize: number;
  readonly special: SpecialTokens;
  private readonly json: JsonObject;
  private readonly config: JsonObject;
  private readonly pipeline: Pipeline;
  private readonly processor: PostProcessor;
  private readonly decoder: Decoder;
  private readonly bytes = new Map<number, Uint8Array>();

  /**
   * `config`: tokenizer_config.json.
   * @throws TokenizerError bad_json | unsupported_pattern; FieldError unsupported_field
   */
  constructor(json: JsonObject, config: JsonObject = {}) {
    walkFields(TOKENIZER_JSON, json);
    walkFields(TOKENIZER_CONFIG, config);
    this.json = json;
    this.config = config;
    const parts = configuredComponents(json, config);
    this.pipeline = new Pipeline(parts);
    this.decoder = decoderOf(parts.decoder);
    this.addTokens(json.added_tokens);
    const { tokens } = this.pipeline.model.vocabulary;
    const { tokenOf } = this.pipeline.added;
    this.vocabSize =
      1 + Array.from(tokenOf.keys()).reduce((most, id) => Math.max(most, id), tokens.length - 1);
    if (this.vocabSize === 0) throw badFile('no_tokens');
    const fromFile = postProcessorOf(parts.post_processor);
    this.special = this.specialTokens(fromFile);
    this.processor = this.configuredProcessor(fromFile);
  }

  static fromJSON({ kind, tokenizer, config }: TokenizerJson): HuggingFaceTokenizer {
    if (kind !== 'tokenizer_json' || !isObject(tokenizer) || !isObject(config))
      throw new TokenizerError('bad_json', { kind });
    return new HuggingFaceTokenizer(tokenizer, config);
  }

  /** Without the special tokens that the post-processor puts around a text. */
  encode(text: string): Int32Array {
    return this.pipeline.encode(wellFormed(text));
  }

  encodeForModel(text: string, options: ModelInputOptions = {}): ModelInput {
    return modelInput(this.processor, (one) => this.encode(one), text, options);
  }

  pieces(text: string): string[] | null {
    return this.pipeline.pieces(wellFormed(text));
  }

  decode(ids: ArrayLike<number>, options: DecodeOptions = {}): string {
    const stream = this.streamDecoder(options);
    const parts = Array.from(ids, (id) => stream.push(id));
    parts.push(stream.end());
    return parts.join('');
  }

  streamDecoder({ skipSpecial = false }: DecodeOptions = {}): StreamDecoder {
    const step = this.decoder.start();
    const { special } = this.pipeline.added;
    return {
      push: (id) => {
        const token = this.written(id);
        const isLeftOut = token === undefined || (skipSpecial && special.has(token));
        return isLeftOut ? '' : step.push(token).join('');
      },
      end: () => step.end().join(''),
    };
  }

  tokenText(id: number): string {
    return this.written(id) === undefined ? idMark(id) : visibleText(this.tokenBytes(id));
  }

  tokenBytes(id: number): Uint8Array {
    let bytes = this.bytes.get(id);
    if (!bytes) {
      bytes = this.bytesOf(id);
      this.bytes.set(id, bytes);
    }
    return bytes;
  }

  toJSON(): TokenizerJson {
    return { kind: 'tokenizer_json', tokenizer: this.json, config: this.config };
  }

  /** How the token stands in the vocabulary; undefined where the id is no token's. */
  private written(id: number): string | undefined {
    const { added, model } = this.pipeline;
    return (
      added.written.get(id) ??
      added.tokenOf.get(id)?.content ??
      model.vocabulary.tokens[checkedId(id)]
    );
  }

  private bytesOf(id: number): Uint8Array {
    const token = this.written(id);
    const encoder = new TextEncoder();
    if (token === undefined) return new Uint8Array(0);
    const added = this.pipeline.added.tokenOf.get(id);
    if (added) return encoder.encode(added.content);
    if (this.decoder.isByteLevel) return bytesOfToken(token) ?? encoder.encode(token);
    const byte = this.decoder.hasByteFallback ? byteOf(token) : null;
    if (byte !== null) return Uint8Array.of(byte);
    return encoder.encode(this.decoder.inside(token));
  }

  private addTokens(json: unknown): void {
    const { added, model } = this.pipeline;
    added.takesSpecialAsText = this.config.split_special_tokens === true;
    const tokens = addedTokensOf(json);
    const { added_tokens_decoder: more } = this.config;
    if (isObject(more)) {
      const byId = Object.entries(more).sort(([a], [b]) => Number(a) - Number(b));
      tokens.push(...byId.slice(0, 100_000).map(([, token]) => addedTokenOf(token, true)));
    }
    const known = new Set(tokens.map(({ content }) => content));
    const isNew = ({ content }: AddedToken): boolean =>
      !known.has(content) && model.vocabulary.idOf.has(content);
    added.add([...tokens, ...namedSpecialTokens(this.config).filter(isNew)]);
  }

  /** Undefined where the vocabulary lacks it. */
  idOf(token: string): number | undefined {
    const { added, model } = this.pipeline;
    return added.idOf.get(token) ?? model.vocabulary.idOf.get(token);
  }

  private specialTokens(processor: PostProcessor): SpecialTokens {
    const { added } = this.pipeline;
    const [before, behind] = processor
      .process([{ ids: [-1], typeId: 0 }])
      .reduce<[number[], number[]]>(
        ([first, last], { ids }) =>
          ids[0] === -1 || last[0] === -1 ? [first, [...last, ...ids]] : [[...first, ...ids], last],
        [[], []],
      );
    const { model, padding } = this.json;
    const unknown = isObject(model) ? model.unk_token : undefined;
    const pad = isObject(padding) ? padding.pad_token : undefined;
    return specialTokensOf({
      config: this.config,
      tokenizerClass: classOf(this.config),
      idOf: (token) => this.idOf(token),
      addedSpecial: new Map([...added.idOf].filter(([token]) => added.special.has(token))),
      modelUnknown: typeof unknown === 'string' ? this.idOf(unknown) : undefined,
      padding: typeof pad === 'string' ? pad : undefined,
      around: { before, behind: behind.slice(1) },
    });
  }

  /** As transformers: what the configuration says of bos and eos takes the place of the post-processor. */
  private configuredProcessor(fromFile: PostProcessor): PostProcessor {
    const { add_bos_token: addsBos, add_eos_token: addsEos } = this.config;
    if (typeof addsBos !== 'boolean' && typeof addsEos !== 'boolean') return fromFile;
    const isLlama = ['Llama', 'CodeLlama', 'Gemma'].includes(classOf(this.config));
    const { bos, eos } = this.special;
    return bosEosProcessor(
      (typeof addsBos === 'boolean' ? addsBos : isLlama) ? bos : undefined,
      addsEos === true ? eos : undefined,
    );
  }
}
