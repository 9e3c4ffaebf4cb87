variable "name" { type = string }
variable "ami" { type = string }
variable "instance_type" { type = string }
variable "interfaces" {
  type = list(object({ subnet_id = string, device_index = number, private_ips = optional(list(string)), source_dest_check = optional(bool, true), eip = optional(bool, false) }))
}

variable "security_group_ids" { type = list(string) }
resource "aws_network_interface" "this" {
  for_each          = { for i in var.interfaces : i.device_index => i }
  subnet_id         = each.value.subnet_id
  private_ips       = each.value.private_ips
  source_dest_check = each.value.source_dest_check
  security_groups   = var.security_group_ids
  tags              = { Name = "${var.name}-${each.key}" }
}

resource "aws_instance" "this" {
  ami           = var.ami
  instance_type = var.instance_type
  dynamic "network_interface" {
    for_each = { for i in var.interfaces : i.device_index => i }
    content {
      device_index         = network_interface.key
      network_interface_id = aws_network_interface.this[network_interface.key].id
    }
  }
  tags = { Name = var.name }
}

resource "aws_eip" "this" {
  for_each          = { for i in var.interfaces : i.device_index => i if i.eip }
  domain            = "vpc"
  network_interface = aws_network_interface.this[each.key].id
}
output "instance_id" { value = aws_instance.this.id }
output "interface_ids" { value = { for k, v in aws_network_interface.this : k => v.id } }
