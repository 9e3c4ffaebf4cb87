# What the expressions of the table refer to.
locals {
  string      = "hello"
  number      = 5
  flag        = true
  list        = ["a", "b", "c"]
  map         = { x = "1", y = "2" }
  set         = toset(["b", "a"])
  object      = { a = 1, b = [true], nested = { x = "deep" } }
  nested      = [{ name = "web", ports = [80, 443] }, { name = "db", ports = [5432] }]
  tuple       = ["a", 1, true]
  null_object = null
  template    = "Hello, $${name}!"
  conditional = local.flag ? { size = local.number } : { size = 0 }
}

variable "with_default" {
  default = "fallback"
}

variable "nullable" {
  type    = string
  default = null
}

variable "not_nullable" {
  type     = string
  default  = "set"
  nullable = false
}

variable "object" {
  type    = object({ a = string, b = optional(number, 7) })
  default = { a = 1 }
}

variable "list" {
  type    = list(string)
  default = [1, true, "x"]
}

variable "set" {
  type    = set(string)
  default = ["b", "a", "b"]
}

variable "any" {
  type    = any
  default = { k = [1, "two"] }
}

variable "optional" {
  type = object({
    name  = string
    extra = optional(string)
    sub   = optional(object({ x = optional(number, 3) }), {})
  })
  default = { name = "n", unknown_attribute = 1 }
}

variable "deep" {
  type    = object({ a = optional(object({ b = optional(string, "bee"), c = optional(list(string), ["c"]) }), {}) })
  default = {}
}

variable "map_of_objects" {
  type    = map(object({ size = optional(number, 1), zones = optional(list(string), []) }))
  default = { one = {}, two = { size = "2" } }
}

variable "number_as_string" {
  type    = string
  default = 1.50
}

variable "string_as_number" {
  type    = number
  default = "1.50"
}

variable "tuple" {
  type    = tuple([string, number])
  default = [1, "2"]
}

variable "sensitive" {
  type      = string
  default   = "secret"
  sensitive = true
}
