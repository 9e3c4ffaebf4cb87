locals {
  subnets = [aws_subnet.private.id, aws_subnet.mgmt.id]
}
resource "aws_network_interface" "n" {
  count           = length(local.subnets)
  subnet_id       = local.subnets[count.index]
  security_groups = [aws_security_group.inside.id]
}
resource "aws_instance" "i" {
  ami           = "ami-0abcdef1234567890"
  instance_type = "m5.xlarge"
  subnet_id     = aws_subnet.public.id
}
resource "aws_network_interface_attachment" "a" {
  count                = length(local.subnets)
  instance_id          = aws_instance.i.id
  network_interface_id = aws_network_interface.n[count.index].id
  device_index         = count.index + 1
}
