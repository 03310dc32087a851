export * from '../../openapi/shapes.ts'
