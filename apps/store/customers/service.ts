import { resourceService } from '../resource/service.ts'
import { customers } from './customer.ts'

export const customersPort = 9996

export const startCustomers = resourceService({ kind: customers, port: customersPort })
