# One module that grew over the years: what provider 2, 3, 4, 5 and 6 spell differently stands side by side.
terraform {
  required_version = ">= 0.12"
}

provider "aws" {
  version = "~> 2.70"
  region  = "eu-west-1"
}

variable "ami" {
  type = "string"
}

variable "subnets" {
  type = "map"
  default = {
    a = "10.0.1.0/24"
    b = "10.0.2.0/24"
  }
}
