variable "subnet_id" {}
variable "vpc_id" {}
variable "check" { default = true }
resource "aws_security_group" "g" { vpc_id = var.vpc_id }
resource "aws_network_interface" "n" {
  subnet_id         = var.subnet_id
  security_groups   = [aws_security_group.g.id]
  source_dest_check = var.check
}
output "id" { value = aws_network_interface.n.id }
