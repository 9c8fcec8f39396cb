import { TextField } from '@millrace/ui'
import type { FieldErrors } from './NewEntity.tsx'

export function CustomerFields({ errors }: { errors: FieldErrors }) {
  return (
    <>
      <TextField name="firstName" label="First name" autoComplete="off" error={errors['firstName']} />
      <TextField name="lastName" label="Last name" autoComplete="off" error={errors['lastName']} />
    </>
  )
}

export function ProductFields({ errors }: { errors: FieldErrors }) {
  return (
    <>
      <TextField name="name" label="Name" autoComplete="off" error={errors['name']} />
      <TextField
        name="price"
        label="Price"
        inputMode="decimal"
        autoComplete="off"
        hint="Such as 1.50"
        error={errors['price']}
      />
    </>
  )
}
