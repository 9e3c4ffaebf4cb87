variable "name" {}
variable "forward" { type = bool }
variable "subnet_id" {}
variable "vpc_id" {}
module "eni" {
  source    = "../eni"
  subnet_id = var.subnet_id
  vpc_id    = var.vpc_id
  check     = !var.forward ? false : true
}
resource "aws_instance" "i" {
  ami           = "ami-0abcdef1234567890"
  instance_type = "c5.large"
  network_interface {
    network_interface_id = module.eni.id
    device_index         = 0
  }
}
output "eni" { value = module.eni.id }
