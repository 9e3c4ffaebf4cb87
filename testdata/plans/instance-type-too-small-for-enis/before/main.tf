resource "aws_network_interface" "eth" {
  count = 3

  subnet_id       = ["subnet-0aaaaaaaaaaaaaaaa", "subnet-0bbbbbbbbbbbbbbbb", "subnet-0cccccccccccccccc"][count.index]
  security_groups = ["sg-0123456789abcdef0"]
}

resource "aws_instance" "fw" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "c5.xlarge"
  subnet_id              = "subnet-0dddddddddddddddd"
  vpc_security_group_ids = ["sg-0123456789abcdef0"]
}

resource "aws_network_interface_attachment" "eth" {
  count = 3

  instance_id          = aws_instance.fw.id
  network_interface_id = aws_network_interface.eth[count.index].id
  device_index         = count.index + 1
}
