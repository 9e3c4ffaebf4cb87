resource "aws_network_interface" "data" {
  subnet_id       = "subnet-0bbbbbbbbbbbbbbbb"
  security_groups = ["sg-0123456789abcdef0"]
}

resource "aws_network_interface" "sync" {
  subnet_id       = "subnet-0cccccccccccccccc"
  security_groups = ["sg-0123456789abcdef0"]
}

resource "aws_instance" "fw" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "c5.xlarge"
  subnet_id              = "subnet-0aaaaaaaaaaaaaaaa"
  vpc_security_group_ids = ["sg-0123456789abcdef0"]
}

resource "aws_network_interface_attachment" "data" {
  instance_id          = aws_instance.fw.id
  network_interface_id = aws_network_interface.data.id
  device_index         = 1
}

resource "aws_network_interface_attachment" "sync" {
  instance_id          = aws_instance.fw.id
  network_interface_id = aws_network_interface.sync.id
  device_index         = 2
}
