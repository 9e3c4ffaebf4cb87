resource "aws_instance" "app" {
  ami           = "ami-0123456789abcdef0"
  instance_type = "m5.large"
  subnet_id     = "subnet-0bbbbbbbbbbbbbbbb"
}
resource "aws_eip" "app" {
  domain   = "vpc"
}
resource "aws_eip_association" "app" {
  allocation_id = aws_eip.app.id
  instance_id   = aws_instance.app.id
}
