locals {
  interfaces = {
    left  = { subnet = "subnet-0aaaaaaaaaaaaaaaa", address = "10.0.0.10", index = 1 }
    right = { subnet = "subnet-0bbbbbbbbbbbbbbbb", address = "10.0.1.10", index = 2 }
  }
}

resource "aws_network_interface" "eth" {
  for_each = local.interfaces

  subnet_id       = each.value.subnet
  private_ips     = [each.value.address]
  security_groups = ["sg-0123456789abcdef0"]
}

resource "aws_network_interface_attachment" "eth" {
  for_each = local.interfaces

  instance_id          = "i-0123456789abcdef0"
  network_interface_id = aws_network_interface.eth[each.key].id
  device_index         = each.value.index
}

moved {
  from = aws_network_interface.eth[0]
  to   = aws_network_interface.eth["left"]
}

moved {
  from = aws_network_interface.eth[1]
  to   = aws_network_interface.eth["right"]
}

moved {
  from = aws_network_interface_attachment.eth[0]
  to   = aws_network_interface_attachment.eth["left"]
}

moved {
  from = aws_network_interface_attachment.eth[1]
  to   = aws_network_interface_attachment.eth["right"]
}
