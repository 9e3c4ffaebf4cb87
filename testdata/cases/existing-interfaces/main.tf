# What exists already is not asked for: its type may be one that nobody can ask for, and an adapter may come to an instance that is stopped.
resource "aws_route" "internet" {
  route_table_id         = "rtb-0a0000000000000a1"
  destination_cidr_block = "0.0.0.0/0"
  network_interface_id   = "eni-0a0000000000000a1"
}

resource "aws_network_interface" "fabric" {
  subnet_id       = "subnet-0a0000000000000a1"
  security_groups = ["sg-0a0000000000000a1"]
  interface_type  = "efa"
}

resource "aws_network_interface_attachment" "fabric" {
  instance_id          = "i-0a0000000000000a1"
  network_interface_id = aws_network_interface.fabric.id
  device_index         = 1
}
