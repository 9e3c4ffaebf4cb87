variable "ami" {
  type = string
}

variable "size" {
  type = string
}

variable "group" {
  type = string
}

variable "legs" {
  type = list(object({ key = string, index = number, subnet = string }))
}

resource "aws_network_interface" "leg" {
  for_each        = { for leg in var.legs : leg.index => leg }
  subnet_id       = each.value.subnet
  security_groups = [var.group]
  tags            = { Name = each.value.key }
}

resource "aws_instance" "this" {
  ami           = var.ami
  instance_type = var.size

  dynamic "network_interface" {
    for_each = aws_network_interface.leg
    content {
      device_index         = network_interface.key
      network_interface_id = network_interface.value.id
    }
  }
}
