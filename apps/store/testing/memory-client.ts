import type { Wire } from '../resource/entity.ts'
import type { ModelName } from '../shell/models.ts'
import { ShellError } from '../shell/shell-error.ts'
import type { StoreClient } from '../shell/store-client.ts'

/** The services' answers without the services; `calls` tells what was asked. */
export class MemoryClient implements StoreClient {
  readonly calls: unknown[][] = []
  readonly #entities = new Map<string, Wire>()
  #made = 0

  async list(model: ModelName): Promise<readonly Wire[]> {
    this.calls.push(['list', model])
    return [...this.#entities].filter(([key]) => key.startsWith(`${model}/`)).map(([, entity]) => entity)
  }

  async retrieve(model: ModelName, id: string): Promise<Wire> {
    this.calls.push(['retrieve', model, id])
    const found = this.#entities.get(`${model}/${id}`)
    if (found === undefined) throw new ShellError(`404: Failed to locate ${model.toLowerCase()} with id ${id}.`)
    return found
  }

  async create(model: ModelName, attributes: Wire): Promise<Wire> {
    this.calls.push(['create', model, attributes])
    return this.save(model, `id${++this.#made}`, attributes)
  }

  async save(model: ModelName, id: string, attributes: Wire): Promise<Wire> {
    this.calls.push(['save', model, id, attributes])
    const entity = { ...attributes, id }
    this.#entities.set(`${model}/${id}`, entity)
    return entity
  }

  async remove(model: ModelName, id: string): Promise<Wire> {
    this.calls.push(['remove', model, id])
    const found = await this.retrieve(model, id)
    this.#entities.delete(`${model}/${id}`)
    return found
  }
}
