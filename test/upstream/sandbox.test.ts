import { expect, it } from 'vitest'
import { isActiveContent } from '../../src/upstream/sandbox.ts'

it.each([
  'text/html',
  'TEXT/HTML; charset=utf-8',
  ' text/html ;x=y',
  'image/svg+xml',
  'application/xhtml+xml;charset=utf-8',
  'application/xml',
  'text/xml',
  'application/atom+xml',
  'text/plain, text/html',
  'multipart/x-mixed-replace; boundary=x',
])('a browser runs scripts of %s', (type) => {
  expect(isActiveContent(type)).toBe(true)
})

it.each([
  null,
  '',
  'text/plain',
  'application/json',
  'image/png',
  'application/pdf',
  'text/htmlx',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
])('a browser runs no scripts of %s', (type) => {
  expect(isActiveContent(type)).toBe(false)
})
