/** An e-mail as the platform's inbox received it: `GET /inbox` of the email service. */
export interface ReceivedMail {
  readonly id: string
  readonly messageId: string
  readonly from: string
  readonly to: readonly string[]
  readonly subject: string
  readonly text: string
  readonly receivedAt: string
  /** How often it was delivered; it is kept once. */
  readonly times: number
}
