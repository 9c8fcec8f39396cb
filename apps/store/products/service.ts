import { resourceService } from '../resource/service.ts'
import { products } from './product.ts'

export const productsPort = 9995

export const startProducts = resourceService({ kind: products, port: productsPort })
