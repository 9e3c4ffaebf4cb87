variable "password" {
  type      = string
  sensitive = true
}
variable "address" {
  type      = string
  sensitive = true
}
variable "subnet" {
  type      = string
  sensitive = true
}
variable "names" {
  type      = map(string)
  sensitive = true
}
variable "device" {
  type      = number
  sensitive = true
}
resource "aws_subnet" "a" {
  vpc_id            = "vpc-0123456789abcdef0"
  cidr_block        = "10.0.1.0/24"
  availability_zone = "us-east-1a"
}
resource "aws_subnet" "b" {
  vpc_id            = "vpc-0123456789abcdef0"
  cidr_block        = "10.0.2.0/24"
  availability_zone = "us-east-1b"
}
resource "aws_security_group" "fw" {
  name        = "fw-${var.password}"
  description = "opened by ${var.password}"
  vpc_id      = "vpc-0123456789abcdef0"
  tags        = { Name = var.password, (nonsensitive("k")) = "x" }
}
resource "aws_network_interface" "data" {
  subnet_id         = aws_subnet.b.id
  private_ips       = [var.address]
  description       = "data ${var.password}"
  source_dest_check = true
  security_groups   = [aws_security_group.fw.id]
  tags              = merge({ Name = "x-${var.password}" }, var.names)
}
resource "aws_network_interface" "mgmt" {
  subnet_id       = var.subnet
  security_groups = [aws_security_group.fw.id]
}
resource "aws_instance" "fw" {
  ami           = "ami-${var.password}"
  instance_type = "m5.large"
  key_name      = var.password
  user_data     = "echo ${var.password} ${var.address}"
  tags          = { Name = "fw-${var.password}" }
  primary_network_interface {
    network_interface_id = aws_network_interface.data.id
  }
}
resource "aws_network_interface_attachment" "mgmt" {
  instance_id          = aws_instance.fw.id
  network_interface_id = aws_network_interface.mgmt.id
  device_index         = var.device
}
resource "aws_eip" "fw" {
  domain                    = "vpc"
  network_interface         = aws_network_interface.data.id
  associate_with_private_ip = var.address
  tags                      = var.names
}
resource "aws_route_table" "r" {
  vpc_id = "vpc-0123456789abcdef0"
}
resource "aws_route" "out" {
  route_table_id         = aws_route_table.r.id
  destination_cidr_block = "${var.address}/32"
  network_interface_id   = aws_network_interface.data.id
}
resource "aws_instance" "ip" {
  ami           = "ami-0123456789abcdef0"
  instance_type = "t3.micro"
  subnet_id     = aws_subnet.b.id
  private_ip    = var.address
  user_data_base64 = base64encode(var.password)
  lifecycle {
    create_before_destroy = true
  }
}
output "addr" {
  value     = "${var.address}-${var.password}"
  sensitive = true
}
output "ip" {
  value     = aws_eip.fw.public_ip
}
