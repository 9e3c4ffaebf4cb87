resource "aws_network_interface" "data" {
  subnet_id       = "subnet-0bbbbbbbbbbbbbbbb"
  security_groups = ["sg-0123456789abcdef0"]
}
resource "aws_instance" "app" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = "subnet-0aaaaaaaaaaaaaaaa"
  vpc_security_group_ids = ["sg-0123456789abcdef0"]
}
