resource "aws_instance" "app" {
  ami           = "ami-0123456789abcdef0"
  instance_type = "m5.large"
  subnet_id     = "subnet-0bbbbbbbbbbbbbbbb"
}
resource "aws_eip" "app" {
  domain   = "vpc"
  instance = aws_instance.app.id
}
