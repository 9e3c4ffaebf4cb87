variable "ami" {}
variable "subnet" {}
variable "index" {}

resource "aws_instance" "this" {
  ami           = var.ami
  instance_type = "m5.large"
  subnet_id     = var.subnet
}

module "extra" {
  source   = "../interface"
  instance = aws_instance.this.id
  index    = var.index
}
