resource "aws_network_interface" "eth" {
  count = 2

  subnet_id       = ["subnet-0aaaaaaaaaaaaaaaa", "subnet-0bbbbbbbbbbbbbbbb"][count.index]
  private_ips     = ["10.0.${count.index}.10"]
  security_groups = ["sg-0123456789abcdef0"]
}

resource "aws_network_interface_attachment" "eth" {
  count = 2

  instance_id          = "i-0123456789abcdef0"
  network_interface_id = aws_network_interface.eth[count.index].id
  device_index         = count.index + 1
}
