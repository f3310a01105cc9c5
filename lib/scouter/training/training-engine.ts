/** What a training is computed by, in words with versions, and into how many shares it cuts a batch, one a thread. */
export interface TrainingEngine {
  forward: string;
  gradient: string;
  shares: number;
}
