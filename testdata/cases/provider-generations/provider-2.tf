# Interpolation around everything, maps as blocks, lists of strings in quotes, `vpc = true`.
resource "aws_vpc" "main" {
  cidr_block = "10.0.0.0/16"

  tags {
    Name = "main"
  }
}

resource "aws_subnet" "a" {
  vpc_id            = "${aws_vpc.main.id}"
  cidr_block        = "${lookup(var.subnets, "a")}"
  availability_zone = "eu-west-1a"
}

resource "aws_subnet" "b" {
  vpc_id            = "${aws_vpc.main.id}"
  cidr_block        = "${var.subnets["b"]}"
  availability_zone = "eu-west-1b"
}

resource "aws_security_group" "nodes" {
  vpc_id = "${aws_vpc.main.id}"
}

resource "aws_network_interface" "old" {
  subnet_id       = "${aws_subnet.b.id}"
  private_ips     = ["10.0.1.10"]
  security_groups = ["${aws_security_group.nodes.id}"]

  attachment {
    instance     = "${aws_instance.old.id}"
    device_index = "1"
  }
}

resource "aws_instance" "old" {
  ami                    = "${var.ami}"
  instance_type          = "m5.large"
  subnet_id              = "${aws_subnet.a.id}"
  vpc_security_group_ids = ["${aws_security_group.nodes.id}"]
}

resource "aws_eip" "old" {
  vpc      = true
  instance = "${aws_instance.old.id}"
}
