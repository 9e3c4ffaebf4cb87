variable "eni_id" {
  type = string
}

resource "aws_instance" "fw" {
  ami           = "ami-0123456789abcdef0"
  instance_type = "t3.micro"
  key_name      = "old"

  network_interface {
    device_index         = 0
    network_interface_id = var.eni_id
  }

  lifecycle {
    create_before_destroy = true
  }
}
