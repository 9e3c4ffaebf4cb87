resource "aws_network_interface" "data" {
  subnet_id       = "subnet-0bbbbbbbbbbbbbbbb"
  security_groups = ["sg-0123456789abcdef0"]
}
resource "aws_instance" "app" {
  ami           = "ami-0123456789abcdef0"
  instance_type = "t3.micro"
  network_interface {
    network_interface_id = aws_network_interface.data.id
    device_index         = 0
  }
}
